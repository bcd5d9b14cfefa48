import type * as platform from '../contract/platform.ts'
import type { StandardSchema } from '../contract/StandardSchema.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { ReadForm } from '../response/decodeBody.ts'
import { decodeBody } from '../response/decodeBody.ts'
import { validate } from '../response/validate.ts'
import type { BufferedResponse } from './BufferedResponse.ts'
import { closedIn } from './callErrors.ts'
import type { Subscriber } from './CallState.ts'
import { handOver } from './handOver.ts'
import { bufferResponse, performOpen } from './perform.ts'
import { incompleteError, malformedError, statusError } from './responseErrors.ts'
import type { Session } from './Session.ts'
import { abandon, unsubscribe } from './subscribe.ts'

/** What a call resolves with. */
export interface BandoResponse<Data = unknown> {
  /**
   * The body, as `as` says: left out, JSON if it is JSON, else text; `undefined` if there is none.
   */
  readonly data: Data
  readonly status: number
  readonly headers: platform.Headers
  /** How many requests were sent for it. */
  readonly attempts: number
  /** How long it waited for the budget, and as the API asked for, in ms. */
  readonly waitedMs: number
}

/**
 * Returns the response as its caller gets it, a copy of its own. Throws an error if it is not a
 * success, or not whole.
 */
export function deliver(
  buffered: BufferedResponse,
  { waitedBeforeMs }: { readonly waitedBeforeMs: number },
  form?: ReadForm,
): BandoResponse {
  const { call, outcome, body, status, headers } = buffered
  if (outcome.kind !== 'ok') throw statusError(buffered)
  if (body.kind !== 'whole') throw incompleteError(buffered)
  const decoded = decodeBody(body.bytes, headers.get('content-type'), form)
  if (decoded.kind === 'malformed') throw malformedError(buffered)
  const waitedMs = Math.max(0, call.waitedMs - waitedBeforeMs)
  return { data: decoded.value, status, headers: new Headers(headers), attempts: call.attempts, waitedMs }
}

/**
 * Returns the response with what the schema makes of its data. If the caller is cancelled, the wait
 * for the schema ends, too.
 */
export async function checkData(
  schema: StandardSchema,
  response: BandoResponse,
  { call, status, headers }: BufferedResponse,
  subscriber: Subscriber,
): Promise<BandoResponse> {
  const { attempts, redact } = call
  const from = { what: () => call.what, status, headers, attempts, redact }
  return { ...response, data: await subscriber.race(validate(schema, response.data, from)) }
}

/** Returns the response with its body still arriving. Throws an error if it is not a success. */
export async function deliverOpen(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
  form: 'stream' | 'response',
): Promise<BandoResponse> {
  const opened = await performOpen(session, request, terms)
  const { received, subscriber } = opened
  const { call, outcome } = received
  if (outcome.kind !== 'ok') {
    try {
      const buffering = bufferResponse(received)
      return deliver(await subscriber.race(buffering, () => abandon(session, call, subscriber)), subscriber)
    } catch (error) {
      throw closedIn(session, call, error)
    } finally {
      unsubscribe(session, call, subscriber)
    }
  }
  const response = handOver(session, opened)
  const { status, headers } = response
  const { attempts, waitedMs } = call
  const data = form === 'response' ? response : (response.body ?? new Blob().stream())
  return { data, status, headers: new Headers(headers), attempts, waitedMs }
}
