import { Readable } from 'node:stream'
import type { AxiosResponse } from 'axios'
import { webStream } from './web-stream.ts'

/** A body that axios streams: Node's own stream, or a web stream if its adapter is `fetch`. */
export type AxiosBody = Readable | ReadableStream<Uint8Array> | null

/** Statuses whose responses can have no body (Fetch standard, "null body status"). */
const nullBodyStatuses = new Set([101, 103, 204, 205, 304])

/**
 * Makes a Response of axios' response, its body still arriving. `bare` cleans what the body fails
 * with.
 */
export function toResponse(
  { status, statusText, headers, data }: AxiosResponse<AxiosBody>,
  bare: (failure: unknown) => Error,
): Response {
  const hasBody = !nullBodyStatuses.has(status)
  if (!hasBody) discard(data)
  try {
    const body = hasBody && data !== null ? webStream(data, bare) : null
    return new Response(body, { status, statusText, headers: toHeaders(headers) })
  } catch (error) {
    discard(data)
    throw error
  }
}

function toHeaders(headers: AxiosResponse['headers']): Headers {
  const copied = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null) copied.append(name, String(each))
    }
  }
  return copied
}

function discard(body: AxiosBody): void {
  if (body instanceof Readable) body.on('error', () => {}).resume()
  else body?.cancel().catch(() => {})
}
