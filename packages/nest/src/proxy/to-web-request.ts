import { Readable } from 'node:stream'
import type { IncomingMessage } from 'node:http'

/** A request of Express or Fastify. Both keep the body that their parser read. */
export interface NodeRequest {
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly body?: unknown
  /** Kept if the application was made with `rawBody: true`. */
  readonly rawBody?: Buffer
  /** Fastify's own request has Node's behind it. */
  readonly raw?: IncomingMessage
}

/** Makes a web `Request` of `path` for the proxy. Its signal aborts when the page goes away. */
export function toWebRequest(request: NodeRequest, path: string, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) headers.append(name, each)
  }
  // Keeps the page's host, because the proxy compares the origin with it.
  const host = headers.get('host') ?? 'localhost'
  const url = new URL(`http://${URL.canParse(`http://${host}`) ? host : 'localhost'}`)
  const init: RequestInit & { duplex?: 'half' } = { method: request.method, headers, signal }
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : bodyOf(request)
  if (body !== undefined) init.body = body
  if (body instanceof ReadableStream) init.duplex = 'half'
  return new Request(url.origin + path, init)
}

/**
 * Returns the body: its bytes as they arrived, a stream if no parser has read it, or JSON of what a
 * parser made of it.
 */
function bodyOf(request: NodeRequest): BodyInit | undefined {
  const { body, rawBody, raw = request as unknown as IncomingMessage } = request
  if (rawBody !== undefined) return new Uint8Array(rawBody)
  if (body instanceof Uint8Array) return new Uint8Array(body)
  if (typeof body === 'string') return body
  if (!raw.readableEnded && !raw.readableDidRead) return Readable.toWeb(raw) as ReadableStream<Uint8Array>
  return body === undefined || body === null ? undefined : JSON.stringify(body)
}
