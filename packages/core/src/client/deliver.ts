import { BandoBodyError } from '../errors/BandoBodyError.ts'
import { BandoForbiddenError } from '../errors/BandoForbiddenError.ts'
import { BandoHttpError } from '../errors/BandoHttpError.ts'
import { BandoNetworkError } from '../errors/BandoNetworkError.ts'
import { BandoTimeoutError } from '../errors/BandoTimeoutError.ts'
import { readProblem } from '../http/problem.ts'
import { parseBody } from '../http/readBody.ts'
import type { Delivery } from './send.ts'
import type { Session } from './Session.ts'
import { showUrl } from './showUrl.ts'

/** What a call resolves with. */
export interface BandoResponse<Data = unknown> {
  /** The body: JSON where it is JSON, else text; `undefined` where there is none. */
  readonly data: Data
  readonly status: number
  readonly headers: Headers
  /** How many requests were sent for it. */
  readonly attempts: number
  /** How long it waited for the budget, in ms. */
  readonly waitedMs: number
}

/** Reads the body, and turns whatever is not a success into its error. */
export async function deliver<Data>(session: Session, delivery: Delivery): Promise<BandoResponse<Data>> {
  const { response, answer, journey } = delivery
  const { status, headers } = response
  const { attempts, waitedMs } = journey
  const what = `${journey.request.method} ${showUrl(journey.request.url)}`
  const text = await readText(session, delivery, what)
  const parsed = parseBody(text, headers.get('content-type'))

  if (answer.kind === 'ok') {
    if (parsed.kind === 'parsed') return { data: parsed.value as Data, status, headers, attempts, waitedMs }
    throw new BandoBodyError(
      `${what} was answered (${status}) with a body that claims to be JSON and is not. It begins ${JSON.stringify(text.slice(0, 80))}.`,
      { sent: true, status, retryable: false, attempts, cause: parsed.cause },
    )
  }
  const body = parsed.kind === 'parsed' ? parsed.value : parsed.text
  const problem = readProblem(body)
  const found =
    problem?.detail ??
    problem?.title ??
    (text === '' ? 'with no explanation' : JSON.stringify(text.slice(0, 200)))
  if (answer.kind === 'forbidden') {
    throw new BandoForbiddenError(
      `${what} was refused (403): ${found}. It is no lockout, since ${answer.reason}.`,
      {
        sent: true,
        status,
        retryable: false,
        attempts,
        reason: answer.reason,
        body,
      },
    )
  }
  throw new BandoHttpError(`${what} was answered ${status}: ${found}.`, {
    sent: true,
    status,
    retryable: status >= 500 || status === 408,
    attempts,
    body,
    headers,
    problem,
  })
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
        details,
      )
    }
    throw new BandoNetworkError(`${what}: the body broke off. Try again.`, details)
  } finally {
    exchange.finish()
  }
}
