import type { Outcome } from '../contract/Outcome.ts'
import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import { redactError } from '../redact/redactError.ts'
import type { ReadBody } from '../response/readBody.ts'
import { readBody } from '../response/readBody.ts'
import { transportTimeout } from '../response/transportTimeout.ts'
import type { Attempt } from './Attempt.ts'
import { callError } from './callErrors.ts'
import type { CallState } from './CallState.ts'

/** A response whose head has come, and whose body has not been read. */
export interface ReceivedResponse {
  readonly call: CallState
  readonly attempt: Attempt
  readonly response: Response
}

/** A response with its body, as far as that could be read. `deliver` copies it for each caller. */
export interface BufferedResponse {
  readonly call: CallState
  readonly outcome: Outcome
  readonly status: number
  readonly headers: Headers
  readonly body: ReadBody
}

/** Reads the body of a response, or as much of it as comes. Never rejects. */
export function readWhole({ call, attempt, response }: ReceivedResponse): Promise<ReadBody> {
  const cutOff = (): ReadBody => ({ kind: 'brokenOff', bytes: new Uint8Array(), cause: attempt.reason })
  if (attempt.isCancelled) {
    // Not every transport heeds the signal.
    attempt.discard()
    return Promise.resolve(cutOff())
  }
  const reading = readBody(response, call.terms.maxBodyBytes, attempt)
  // Without streams, cancelling does not end the reading.
  return response.body === undefined ? attempt.race(reading).catch(cutOff) : reading
}

/** Returns a response with what `readWhole` has read. Throws if its time is over. */
export function buffered(received: ReceivedResponse, read: ReadBody): BufferedResponse {
  const { call, attempt, response } = received
  const { status, headers } = response
  attempt.finish()
  if (attempt.isTimeout)
    throw timeoutError(
      received,
      `It was given timeoutMs, ${call.terms.timeoutMs} ms. Try again, or allow more.`,
      attempt.reason,
    )
  const body = read.kind === 'brokenOff' ? redacted(received, read) : read
  return { call, outcome: attempt.outcome, status, headers, body }
}

function redacted(received: ReceivedResponse, body: ReadBody & { kind: 'brokenOff' }): ReadBody {
  const cause = redactError(body.cause, received.call.redact)
  const timeout = transportTimeout(body.cause)
  if (timeout !== undefined) throw timeoutError(received, timeout, cause)
  return { ...body, cause }
}

function timeoutError({ call, response }: ReceivedResponse, why: string, cause: unknown): BandoTimeoutError {
  return callError(BandoTimeoutError, call, `${call.what}: the body did not arrive in time. ${why}`, {
    status: response.status,
    retryable: call.isRepeatable,
    timeLimit: 'timeoutMs',
    cause,
  })
}
