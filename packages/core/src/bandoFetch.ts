import { isReadableStream } from './contract/brand.ts'
import type * as platform from './contract/platform.ts'
import { BandoConfigError } from './errors/BandoConfigError.ts'
import { isRepeatable } from './request/WireRequest.ts'
import type { WireRequest } from './request/WireRequest.ts'
import { isRequest, passOn, readInit, toRequest } from './request/fetchInit.ts'
import { fetchUrl } from './request/fetchUrl.ts'
import { handOver } from './call/handOver.ts'
import type { CallTerms } from './options/CallTerms.ts'
import { toCallTerms } from './options/CallTerms.ts'
import { performOpen } from './call/perform.ts'
import { Cancellation } from './cancellation/Cancellation.ts'
import type { Session } from './call/Session.ts'

/** What `fetch` takes, and what only that of a client knows. */
export interface BandoFetchInit extends platform.RequestInit {
  /** How long the call may wait for the budget, in ms. @defaultValue as the client does */
  readonly maxWaitMs?: number | undefined
}

/**
 * `fetch` that keeps every promise. It resolves with any response but a 429, a 401 and a lockout's
 * 403: those, and whatever was not sent, reject with a `BandoError`.
 */
export async function bandoFetch(
  session: Session,
  input: RequestInfo | URL,
  init?: BandoFetchInit,
): Promise<Response> {
  const { settings } = session
  const { signal: given, ...own } = readInit(init)
  // Not the signal: a `Request` listens to it for as long as it lives.
  const unheard = { ...own, signal: null }
  const url = isRequest(input) ? undefined : fetchUrl(session, input)
  const request = url ? toRequest(url, unheard) : new Request(input, unheard)
  const signal = given === undefined && isRequest(input) ? input.signal : given
  const head = headOf(session, request, url ?? new URL(request.url))
  // A `Request` has only a stream to give, which could not be sent again.
  const body =
    request.body === null || isReadableStream(own.body)
      ? own.body
      : await raceEnd(session, signal ?? undefined, request.arrayBuffer())
  const wire = { ...head, body: body ?? undefined, fetchOptions: passOn(input, own) }
  const priority = toPriority(init?.priority)
  const { maxWaitMs } = init ?? {}
  const terms = toCallTerms({ signal: signal ?? undefined, priority, maxWaitMs, as: 'response' }, settings)
  return handOver(session, await performOpen(session, wire, terms))
}

/** Returns `promise`, unless the signal aborts or the client is closed first. */
async function raceEnd<Value>(
  { closing, aborts, open }: Session,
  signal: AbortSignal | undefined,
  promise: Promise<Value>,
): Promise<Value> {
  const cancellation = new Cancellation()
  for (const each of [closing, signal]) if (each?.aborted) cancellation.cancel(each.reason)
  open.add(cancellation)
  if (signal) aborts.add(signal, cancellation)
  try {
    return await cancellation.race(promise)
  } finally {
    open.delete(cancellation)
    if (signal) aborts.delete(signal, cancellation)
  }
}

/** The request but for its body. @throws BandoConfigError if its token would go elsewhere */
function headOf(
  { settings, credentials }: Session,
  request: Pick<Request, 'headers' | 'method' | 'redirect'>,
  url: URL,
): Omit<WireRequest, 'body'> {
  if (url.origin !== settings.baseUrl.origin) {
    throw new BandoConfigError(
      `fetch: this one speaks to ${settings.baseUrl.origin} only, so that the token goes nowhere else. Found ${credentials.redact(url.origin, 'cut')}.`,
    )
  }
  if (request.headers.has('authorization')) {
    throw new BandoConfigError('fetch: leave `Authorization` out: the client writes the header.')
  }
  const headers = isRequest(request) ? new Headers(request.headers) : request.headers
  for (const [name, value] of settings.headers) if (!headers.has(name)) headers.set(name, value)
  const isRepeatableCall = isRepeatable(request.method, headers)
  return { method: request.method, url, headers, isRepeatable: isRepeatableCall, redirect: request.redirect }
}

function toPriority(priority: RequestPriority | undefined): CallTerms['priority'] {
  return priority === 'high' || priority === 'low' ? priority : 'normal'
}
