import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

interface EncodedBody {
  readonly data: Buffer | Readable | undefined
  /** What `fetch` would write for it. */
  readonly contentType: string | null
}

/** A body of `fetch` as axios takes it: bytes, or a stream. */
export async function encodeBody(body: BodyInit | null | undefined): Promise<EncodedBody> {
  if (body === undefined || body === null) return { data: undefined, contentType: null }
  if (body instanceof ReadableStream) {
    return { data: Readable.fromWeb(body as NodeReadableStream), contentType: null }
  }
  const encoded = new Response(body)
  return { data: Buffer.from(await encoded.arrayBuffer()), contentType: encoded.headers.get('content-type') }
}
