import type * as platform from '../contract/platform.ts'
import type { ReadForm } from '../response/decodeBody.ts'
import { decodeBody } from '../response/decodeBody.ts'
import { incompleteError, malformedError, statusError } from './responseErrors.ts'
import type { ReceivedResponse } from './ReceivedResponse.ts'

/** What a call resolves with. */
export interface BandoResponse<Data = unknown> {
  /** The body, as `as` says: left out, JSON where it is JSON, else text; `undefined` where there is none. */
  readonly data: Data
  readonly status: number
  readonly headers: platform.Headers
  /** How many requests were sent for it. */
  readonly attempts: number
  /** How long it waited for the budget, and as the API asked for, in ms. */
  readonly waitedMs: number
}

/** The answer as its caller gets it, a copy of its own; whatever is not a success, or not whole, as an error. */
export function deliver(reading: ReceivedResponse, form?: ReadForm): BandoResponse {
  const { outcome, body, status, headers, attempts, waitedMs } = reading
  if (outcome.kind !== 'ok') throw statusError(reading)
  if (body.kind !== 'whole') throw incompleteError(reading)
  const decoded = decodeBody(body.bytes, headers.get('content-type'), form)
  if (decoded.kind === 'malformed') throw malformedError(reading)
  return { data: decoded.value, status, headers: new Headers(headers), attempts, waitedMs }
}
