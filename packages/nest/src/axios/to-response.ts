import { Readable } from 'node:stream'
import type { AxiosResponse } from 'axios'
import type { Bare, NodeResponse, ResponseKeeper } from './response-keeper.ts'
import { webStream } from './web-stream.ts'

/** A body that axios streams: Node's own stream, or a web stream if its adapter is `fetch`. */
export type AxiosBody = Readable | ReadableStream<Uint8Array> | null

/** Statuses whose responses can have no body (Fetch standard, "null body status"). */
const nullBodyStatuses = new Set([101, 103, 204, 205, 304])

/**
 * Makes a Response of axios' response, its body still arriving. `bare` cleans what the body fails
 * with. The body of a success is left to `keeper`, if there is one.
 */
export function toResponse(
  response: AxiosResponse<AxiosBody>,
  bare: Bare,
  keeper?: ResponseKeeper,
): Response {
  const { status, statusText, headers, data } = response
  const isKept = keeper !== undefined && isSuccess(response)
  const hasBody = !isKept && data !== null && !nullBodyStatuses.has(status)
  try {
    const body = hasBody ? webStream(data, bare) : null
    const made = new Response(body, { status, statusText, headers: toHeaders(headers) })
    if (isKept) keeper.keep(response, bare)
    else if (!hasBody) discard(data)
    return made
  } catch (error) {
    discard(data)
    throw error
  }
}

/** Of other responses the client itself may read the body, or let it go. */
function isSuccess(response: AxiosResponse<AxiosBody>): response is NodeResponse {
  return response.status >= 200 && response.status <= 299 && response.data instanceof Readable
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
