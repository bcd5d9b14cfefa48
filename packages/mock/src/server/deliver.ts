import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Answer } from '../answers/Answer.ts'
import type { Delivery } from './Delivery.ts'
import { deliverBroken } from './deliverBroken.ts'
import { fieldsOf } from './fieldsOf.ts'

/** Puts an answer onto the wire, broken where a fault says so. */
export function deliver(
  { answer, breakage }: Delivery,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  if (response.destroyed) return
  if (breakage !== undefined) return deliverBroken(answer, breakage, { incoming, response })
  send(answer, incoming.method === 'HEAD', response)
}

function send({ status, headers, cookies, body }: Answer, headOnly: boolean, response: ServerResponse): void {
  if (body instanceof ReadableStream) {
    response.writeHead(status, headers)
    if (headOnly) {
      response.end()
      // Nobody is to read it, so that whatever feeds it may stop.
      body.cancel().catch(() => {})
      return
    }
    // Ends with the connection: a reader that has gone is no failure.
    pipeline(Readable.fromWeb(body as NodeReadableStream), response).catch(() => response.destroy())
    return
  }
  const length = body === null ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length
  response.writeHead(
    status,
    fieldsOf(headers, cookies, status === 204 || status === 304 ? undefined : length),
  )
  if (body === null || headOnly) response.end()
  // As many bytes as characters: ASCII alone, which Node writes faster where it need not look for more.
  else if (length === body.length) response.end(body, 'latin1')
  else response.end(body)
}
