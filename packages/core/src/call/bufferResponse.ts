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

/**
 * Reads the body of a response, or as much of it as comes. Rejects if its time is over, or the
 * attempt is cancelled.
 */
export async function bufferResponse(received: ReceivedResponse): Promise<BufferedResponse> {
  const { call, attempt, response } = received
  const { status, headers } = response
  try {
    attempt.throwIfCancelled()
    const reading = readBody(response, call.terms.maxBodyBytes, attempt)
    // Nothing ends the reading of a response without streams.
    const body = await (response.body === undefined ? attempt.race(reading) : reading)
    attempt.throwIfCancelled()
    return {
      call,
      outcome: attempt.outcome,
      status,
      headers,
      body: body.kind === 'brokenOff' ? redacted(received, body) : body,
    }
  } catch (cause) {
    if (!attempt.isTimeout) throw cause
    throw timeoutError(
      received,
      `It was given timeoutMs, ${call.terms.timeoutMs} ms. Try again, or allow more.`,
      cause,
    )
  } finally {
    attempt.finish()
  }
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
