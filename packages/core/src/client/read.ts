import { BandoNetworkError } from '../errors/BandoNetworkError.ts'
import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import type { Journey } from './Journey.ts'
import type { Reading } from './Reading.ts'
import type { Delivery } from './send.ts'
import { send } from './send.ts'
import type { Session } from './Session.ts'
import { showUrl } from './showUrl.ts'

/** Sends, and reads what comes back. */
export async function read(session: Session, journey: Journey): Promise<Reading> {
  const delivery = await send(session, journey)
  const { answer, response } = delivery
  const { attempts, waitedMs, isOutOfRetries } = journey
  const what = `${journey.request.method} ${showUrl(journey.request.url)}`
  const text = await readText(session, delivery, what)
  return {
    what,
    answer,
    status: response.status,
    headers: response.headers,
    text,
    attempts,
    waitedMs,
    isOutOfRetries,
  }
}

async function readText(
  session: Session,
  { response, exchange, journey }: Delivery,
  what: string,
): Promise<string> {
  const { attempts, request, terms } = journey
  try {
    const text = exchange.race(response.text())
    return await session.aborts.race(text, terms.signals, () => exchange.giveUp())
  } catch (cause) {
    if (terms.signals.some((signal) => signal.aborted)) throw cause
    const details = { sent: true, status: response.status, retryable: request.isRepeatable, attempts, cause }
    if (exchange.isTimeout) {
      throw new BandoTimeoutError(
        `${what}: the body did not arrive within timeoutMs, ${terms.timeoutMs} ms.`,
        { ...details, timeLimit: 'timeoutMs' },
      )
    }
    throw new BandoNetworkError(`${what}: the body broke off. Try again.`, details)
  } finally {
    exchange.finish()
  }
}
