import type { Answer } from '../answers/Answer.ts'
import { allowsBody } from '../answers/allowsBody.ts'
import { bodyFor } from '../bodies/bodyFor.ts'
import { dripping } from '../bodies/dripping.ts'
import { BodyTooLargeError, maxBodyBytes, type Call } from './Call.ts'
import type { Delivery } from './Delivery.ts'
import { isPromise } from './isPromise.ts'
import { unlessAborted } from './unlessAborted.ts'

/** The options of `mock.fetch`, beyond those of `fetch`. */
export interface MockRequestInit extends RequestInit {
  /** The address for the anonymous budget and the lockout. @defaultValue '127.0.0.1' */
  readonly address?: string
}

/**
 * Serves a `Request` without a socket. A fault of the connection rejects, as it does in a real
 * fetch.
 */
export async function fetchFrom(
  respond: (call: Call) => Delivery | Promise<Delivery>,
  request: Request,
  address: string,
): Promise<Response> {
  request.signal.throwIfAborted()
  const delivery = respond(toCall(request, address))
  const { answer, breakage } = isPromise(delivery) ? await unlessAborted(delivery, request.signal) : delivery
  request.signal.throwIfAborted()
  switch (breakage) {
    case undefined:
    case 'duplicate':
      return toResponse(abortable(answer, request.signal), request.method)
    case 'drip':
      return toResponse(abortable({ ...answer, body: dripping(answer.body) }, request.signal), request.method)
    case 'half':
    case 'wrong-length':
      return toResponse(
        { ...answer, body: broken(await unlessAborted(bodyFor(breakage, answer.body), request.signal)) },
        request.method,
      )
    case 'drop':
      await bodyFor(breakage, answer.body)
      return new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error))
      })
    case 'reset-before':
    case 'reset-after':
    case 'garbage':
      await bodyFor(breakage, answer.body)
      throw new TypeError('fetch failed', {
        cause: new Error(`The mock was told to break the connection: ${breakage}.`),
      })
  }
}

function toCall(request: Request, address: string): Call {
  const { pathname, search } = new URL(request.url)
  let bytes: Promise<Uint8Array<ArrayBuffer>> | undefined
  return {
    method: request.method,
    path: pathname,
    search,
    address,
    signal: request.signal,
    header: (name) => request.headers.get(name) ?? undefined,
    headers: () => request.headers,
    // Keeps the body, as a request's body can be read only once.
    bytes: () => (bytes ??= bytesOfRequest(request)),
  }
}

async function bytesOfRequest(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length > maxBodyBytes) throw new BodyTooLargeError()
  return bytes
}

function toResponse({ status, headers: fields, cookies, body }: Answer, method: string): Response {
  const headers = new Headers(fields)
  for (const cookie of cookies ?? []) headers.append('Set-Cookie', cookie)
  const hasBody = method !== 'HEAD' && allowsBody(status)
  // Cancels a body that nothing will read.
  if (!hasBody && body instanceof ReadableStream) body.cancel().catch(() => {})
  return new Response(hasBody ? (body as BodyInit | null) : null, { status, headers })
}

/** Fails the rest of the body when the caller aborts, as a real fetch does. */
function abortable(answer: Answer, signal: AbortSignal): Answer {
  if (!(answer.body instanceof ReadableStream)) return answer
  return { ...answer, body: answer.body.pipeThrough(new TransformStream(), { signal }) }
}

function broken(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, bytes.length / 2))
    },
    pull(controller) {
      controller.error(new TypeError('terminated'))
    },
  })
}
