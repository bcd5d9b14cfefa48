import { byteStream } from './byteStream.ts'
import { joinBytes } from './joinBytes.ts'
import { readBody } from './readBody.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** The beginning of a body, and all of it as a stream. */
export interface PeekedBody {
  readonly beginning: Bytes
  readonly body: ReadableStream<Bytes> | Bytes | null
}

/**
 * Reads at least `bytes` of a body, or what there is. `body` is all of it, from its beginning to
 * its end or its failure. Never rejects.
 */
export async function peekBody(response: Response, bytes: number): Promise<PeekedBody> {
  if (response.body === null) return { beginning: new Uint8Array(), body: null }
  if (response.body === undefined || typeof ReadableStream === 'undefined') {
    const whole = await readBody(response, Infinity)
    return { beginning: whole.bytes, body: whole.bytes }
  }
  const reader = response.body.getReader()
  const seen: Bytes[] = []
  try {
    for (let length = 0; length < bytes;) {
      const { done, value } = await reader.read()
      if (done) break
      seen.push(value)
      length += value.byteLength
    }
  } catch {
    // The reader of `body` meets the same failure.
  }
  const beginning = joinBytes(seen)
  const body = byteStream({
    async next() {
      const { value } = seen.length > 0 ? { value: seen.shift() } : await reader.read()
      return value
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { beginning, body }
}
