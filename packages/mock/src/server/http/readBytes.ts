import type { IncomingMessage } from 'node:http'
import { BodyCutShortError, BodyTooLargeError, maxBodyBytes } from '../Call.ts'

/**
 * Reads the whole body of a request.
 * @throws {BodyTooLargeError} above 1 MiB. The rest is read and dropped, so that the client gets
 * the response
 * @throws {BodyCutShortError} if the client disconnects before the end
 */
export function readBytes(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  if (incoming.readableEnded) return Promise.resolve(new Uint8Array())
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    incoming.on('data', (chunk: Uint8Array) => {
      length += chunk.length
      if (length <= maxBodyBytes) return chunks.push(chunk)
      chunks.length = 0
      return reject(new BodyTooLargeError())
    })
    incoming.once('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    incoming.once('error', () => reject(new BodyCutShortError()))
  })
}
