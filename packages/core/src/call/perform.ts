import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { redactError } from '../redact/redactError.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { ReadBody } from '../response/readBody.ts'
import { readBody } from '../response/readBody.ts'
import { transportTimeout } from '../response/transportTimeout.ts'
import type { BufferedResponse } from './BufferedResponse.ts'
import { callError, closedIn } from './callErrors.ts'
import type { Subscriber } from './CallState.ts'
import { CallState } from './CallState.ts'
import type { ReceivedResponse } from './runCall.ts'
import { runCall } from './runCall.ts'
import type { Session } from './Session.ts'
import type { SharedCall } from './SharedCalls.ts'
import { abandon, subscribe, unsubscribe } from './subscribe.ts'

/** What a caller makes of a response. */
export type Finish<Value> = (buffered: BufferedResponse, subscriber: Subscriber) => Value | Promise<Value>

/**
 * Sends a call and reads its response, or joins an identical GET that is in progress. `finish` runs
 * for this caller alone. Is not `async`, since very many calls may wait here.
 */
export function perform<Value>(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
  finish: Finish<Value>,
): Promise<Value> {
  const isShared = terms.dedupe && request.method === 'GET'
  const key = isShared ? session.shared.keyOf(request, terms, session.credentials) : undefined
  const joined = key === undefined ? undefined : session.shared.get(key)
  const call = joined?.call ?? new CallState(request, terms, session.credentials)
  const subscriber = subscribe(session, call, terms)
  const { response } = joined ?? start(session, call, key)
  return subscriber
    .race(response, () => abandon(session, call, subscriber))
    .then(
      (buffered) => succeed(session, { call, subscriber, buffered, finish }),
      (error) => fail(session, call, subscriber, error),
    )
}

interface Success<Value> {
  readonly call: CallState
  readonly subscriber: Subscriber
  readonly buffered: BufferedResponse
  readonly finish: Finish<Value>
}

function succeed<Value>(
  session: Session,
  { call, subscriber, buffered, finish }: Success<Value>,
): Value | Promise<Value> {
  session.shared.delete(call)
  try {
    const value = finish(buffered, subscriber)
    // Most are there at once.
    if (value instanceof Promise)
      return value
        .finally(() => unsubscribe(session, call, subscriber))
        .catch((error: unknown) => fail(session, call, subscriber, error))
    unsubscribe(session, call, subscriber)
    return value
  } catch (error) {
    return fail(session, call, subscriber, error)
  }
}

function fail(session: Session, call: CallState, subscriber: Subscriber, error: unknown): never {
  if (!subscriber.isCancelled) session.shared.delete(call)
  unsubscribe(session, call, subscriber)
  throw closedIn(session, call, error)
}

/** A response whose body the caller reads. */
export interface OpenResponse {
  readonly received: ReceivedResponse
  /** Is to be removed when the body has ended. */
  readonly subscriber: Subscriber
}

/** Sends a call whose body is left for its caller to read, so that no other caller shares it. */
export async function performOpen(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
): Promise<OpenResponse> {
  const call = new CallState(request, terms, session.credentials)
  const subscriber = subscribe(session, call, terms)
  try {
    const received = await subscriber.race(runCall(session, call), () => abandon(session, call, subscriber))
    return { received, subscriber }
  } catch (error) {
    unsubscribe(session, call, subscriber)
    throw closedIn(session, call, error)
  }
}

/** Reads the body of a response, or as much of it as comes. */
export async function bufferResponse(received: ReceivedResponse): Promise<BufferedResponse> {
  const { call, attempt, outcome, response } = received
  const { status, headers } = response
  try {
    const body = await attempt.race(readBody(response, call.terms.maxBodyBytes))
    return {
      call,
      outcome,
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

function start(session: Session, call: CallState, key: string | undefined): SharedCall {
  const started = { call, response: runCall(session, call).then(bufferResponse) }
  if (key !== undefined) session.shared.add(key, started)
  return started
}
