import type * as platform from '../contract/platform.ts'
import type { StandardSchema } from '../contract/StandardSchema.ts'
import type { ReadForm } from '../response/decodeBody.ts'
import { decodeBody } from '../response/decodeBody.ts'
import { validate } from '../response/validate.ts'
import type { BufferedResponse } from './readWhole.ts'
import type { Subscriber } from './CallState.ts'
import { incompleteError, malformedError, statusError } from './responseErrors.ts'

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

/** Resolves a caller with its own copy of the response, or rejects it with the error that it is. */
export function deliver(buffered: BufferedResponse, subscriber: Subscriber): void {
  const { schema } = subscriber.terms
  try {
    const response = toResponse(buffered, subscriber)
    if (schema) void deliverChecked(schema, response, buffered, subscriber)
    else subscriber.resolve(response)
  } catch (error) {
    subscriber.reject(error)
  }
}

/** Throws an error if the response is not a success, or its body not whole, or malformed. */
export function toResponse(buffered: BufferedResponse, { terms, waitedBeforeMs }: Subscriber): BandoResponse {
  const { call, outcome, body, status, headers } = buffered
  if (outcome.kind !== 'ok') throw statusError(buffered)
  if (body.kind !== 'whole') throw incompleteError(buffered)
  const decoded = decodeBody(body.bytes, headers.get('content-type'), terms.as as ReadForm | undefined)
  if (decoded.kind === 'malformed') throw malformedError(buffered)
  const waitedMs = Math.max(0, call.waitedMs - waitedBeforeMs)
  const isLast = call.subscribers.size === 1
  const ownHeaders = isLast ? headers : new Headers(headers)
  return { data: decoded.value, status, headers: ownHeaders, attempts: call.attempts, waitedMs }
}

/**
 * Delivers what the schema makes of the data. If the caller is cancelled, the wait for the schema
 * ends, too.
 */
async function deliverChecked(
  schema: StandardSchema,
  response: BandoResponse,
  { call, status, headers }: BufferedResponse,
  subscriber: Subscriber,
): Promise<void> {
  const { attempts, redact } = call
  const from = { what: () => call.what, status, headers, attempts, redact }
  try {
    const data = await subscriber.race(validate(schema, response.data, from))
    subscriber.resolve({ ...response, data })
  } catch (error) {
    subscriber.reject(error)
  }
}
