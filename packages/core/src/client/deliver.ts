import { BandoBodyError } from '../errors/BandoBodyError.ts'
import { BandoForbiddenError } from '../errors/BandoForbiddenError.ts'
import { BandoHttpError } from '../errors/BandoHttpError.ts'
import { parseBody } from '../http/parseBody.ts'
import { readProblem } from '../http/problem.ts'
import type { Reading } from './Reading.ts'
import { retriesSpent } from './retriesSpent.ts'

/** What a call resolves with. */
export interface BandoResponse<Data = unknown> {
  /** The body: JSON where it is JSON, else text; `undefined` where there is none. */
  readonly data: Data
  readonly status: number
  readonly headers: Headers
  /** How many requests were sent for it. */
  readonly attempts: number
  /** How long it waited for the budget, and as the API asked for, in ms. */
  readonly waitedMs: number
}

/** The answer as its caller gets it, a copy of its own; whatever is not a success as an error. */
export function deliver<Data>({
  what,
  answer,
  status,
  headers,
  text,
  attempts,
  waitedMs,
  isOutOfRetries,
}: Reading): BandoResponse<Data> {
  const parsed = parseBody(text, headers.get('content-type'))
  if (answer.kind === 'ok' && parsed.kind === 'parsed') {
    return { data: parsed.value as Data, status, headers: new Headers(headers), attempts, waitedMs }
  }
  const details = { sent: true, status, retryable: false, attempts }
  if (answer.kind === 'ok') {
    const begin = JSON.stringify(text.slice(0, 80))
    throw new BandoBodyError(
      `${what} was answered (${status}) with a body that claims to be JSON and is not. It begins ${begin}.`,
      { ...details, cause: parsed.kind === 'malformed' ? parsed.cause : undefined },
    )
  }
  const body = parsed.kind === 'parsed' ? parsed.value : parsed.text
  const problem = readProblem(body)
  const found =
    problem?.detail ?? problem?.title ?? (text === '' ? 'no explanation' : JSON.stringify(text.slice(0, 200)))
  if (answer.kind === 'forbidden') {
    const { reason } = answer
    throw new BandoForbiddenError(`${what} was refused (403): ${found}. It is no lockout, since ${reason}.`, {
      ...details,
      reason,
      body,
    })
  }
  throw new BandoHttpError(`${what} was answered ${status}: ${found}.${isOutOfRetries ? retriesSpent : ''}`, {
    ...details,
    retryable: status >= 500 || status === 408,
    body,
    headers: new Headers(headers),
    problem,
  })
}
