import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import type { ReadBody } from '../response/readBody.ts'
import { readBody } from '../response/readBody.ts'
import type { Journey } from './CallState.ts'
import type { Reading } from './ReceivedResponse.ts'
import type { Delivery } from './runCall.ts'
import { send } from './runCall.ts'
import type { Session } from './Session.ts'
import { showUrl } from '../redact/showUrl.ts'

/** Sends, and reads what comes back. */
export async function read(session: Session, journey: Journey): Promise<Reading> {
  return readAnswer(session, await send(session, journey))
}

/** Reads an answer whose head is there. */
export async function readAnswer(session: Session, delivery: Delivery): Promise<Reading> {
  const { answer, response, journey } = delivery
  const { attempts, waitedMs, isOutOfRetries, request, redact, isRepeatable } = journey
  const { status, headers } = response
  const what = (): string => `${request.method} ${showUrl(request.url, redact)}`
  const body = await readInTime(session, delivery, what)
  return { what, answer, status, headers, body, isRepeatable, attempts, waitedMs, isOutOfRetries, redact }
}

async function readInTime(
  session: Session,
  { response, exchange, journey }: Delivery,
  what: () => string,
): Promise<ReadBody> {
  const { attempts, isRepeatable, terms } = journey
  try {
    const reading = exchange.race(readBody(response, terms.maxBodyBytes))
    const body = await session.aborts.race(reading, terms.signals, () => exchange.giveUp())
    return body.kind === 'brokenOff' ? { ...body, cause: exchange.bare(body.cause) } : body
  } catch (cause) {
    if (!exchange.isTimeout || terms.signals.some((signal) => signal.aborted)) throw cause
    throw new BandoTimeoutError(
      `${what()}: the body did not arrive within timeoutMs, ${terms.timeoutMs} ms.`,
      {
        sent: true,
        status: response.status,
        retryable: isRepeatable,
        attempts,
        timeLimit: 'timeoutMs',
        cause,
      },
    )
  } finally {
    exchange.finish()
  }
}
