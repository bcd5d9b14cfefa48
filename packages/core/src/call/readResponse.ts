import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import type { ReadBody } from '../response/readBody.ts'
import { readBody } from '../response/readBody.ts'
import { transportTimeout } from '../response/transportTimeout.ts'
import type { CallState } from './CallState.ts'
import type { ReceivedResponse } from './ReceivedResponse.ts'
import type { Delivery } from './runCall.ts'
import { runCall } from './runCall.ts'
import type { Session } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'

/** Sends, and reads what comes back. */
export async function readResponse(session: Session, call: CallState): Promise<ReceivedResponse> {
  return readReceived(session, await runCall(session, call))
}

/** Reads an answer whose head is there. */
export async function readReceived(session: Session, delivery: Delivery): Promise<ReceivedResponse> {
  const { outcome, response, call } = delivery
  const { attempts, waitedMs, isOutOfRetries, request, redact, isRepeatable } = call
  const { status, headers } = response
  const what = (): string => `${request.method} ${showUrl(request.url, redact)}`
  const body = await readInTime(session, delivery, what)
  return { what, outcome, status, headers, body, isRepeatable, attempts, waitedMs, isOutOfRetries, redact }
}

async function readInTime(
  session: Session,
  { response, attempt, call }: Delivery,
  what: () => string,
): Promise<ReadBody> {
  const { attempts, isRepeatable, terms } = call
  const timedOut = (why: string, cause: unknown): BandoTimeoutError =>
    new BandoTimeoutError(`${what()}: the body did not arrive in time. ${why}`, {
      sent: true,
      status: response.status,
      retryable: isRepeatable,
      attempts,
      timeLimit: 'timeoutMs',
      cause,
    })
  let body: ReadBody
  try {
    const reading = attempt.race(readBody(response, terms.maxBodyBytes))
    body = await session.aborts.race(reading, terms.signals, () => attempt.giveUp())
  } catch (cause) {
    if (!attempt.isTimeout || terms.signals.some((signal) => signal.aborted)) throw cause
    throw timedOut(`It was given timeoutMs, ${terms.timeoutMs} ms. Try again, or allow more.`, cause)
  } finally {
    attempt.finish()
  }
  if (body.kind !== 'brokenOff') return body
  const cause = attempt.redactError(body.cause)
  const timeout = transportTimeout(body.cause)
  if (timeout !== undefined) throw timedOut(timeout, cause)
  return { ...body, cause }
}
