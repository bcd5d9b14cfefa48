import type { Bando } from '@bando/core'
import { isBandoError } from '@bando/core'
import type { MonoTypeOperatorFunction, Observable, SchedulerLike } from 'rxjs'
import { asyncScheduler, map, race, retry, throwError, throwIfEmpty } from 'rxjs'
import { milliseconds, wholeNumber } from './check.ts'
import { wait } from './wait.ts'
import { whenOpen$ } from './whenOpen.ts'

export interface RetryWhenOpenOptions {
  /** How many times. @defaultValue without end */
  readonly count?: number | undefined
  /**
   * Longest wait for one of them, in ms. A longer one passes the error on.
   * @defaultValue Infinity
   */
  readonly maxWaitMs?: number | undefined
}

/**
 * Subscribes again after a refusal (`limit`, `locked`): at the error's `retryAt`, or, if only a
 * response can tell, when a call could be sent. Every other error passes at once: the core has
 * tried again what it could, and more would only spend the budget.
 *
 * A call that may not wait, while the only permit is held until 14 ms:
 * ```text
 * source          #              ---(A|)
 * retryWhenOpen   ------------------(A|)
 * ```
 * @throws BandoConfigError if an option is not a number that can work
 */
export function retryWhenOpen<Value>(
  bando: Bando,
  { count, maxWaitMs = Infinity }: RetryWhenOpenOptions = {},
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<Value> {
  if (count !== undefined) wholeNumber('count', count, 0)
  milliseconds('maxWaitMs', maxWaitMs, 0, true)

  // It emits or errs: a notifier that only completed would swallow the error.
  const delay = (error: unknown): Observable<unknown> => {
    const giveUp = (): never => {
      throw error
    }
    if (!isBandoError(error, 'limit') && !isBandoError(error, 'locked')) return throwError(() => error)
    const { retryAt } = error
    if (retryAt === undefined) {
      const tooLong$ = wait(maxWaitMs, scheduler).pipe(map(giveUp))
      return race(whenOpen$(bando, scheduler), tooLong$).pipe(throwIfEmpty(() => error))
    }
    // `retryAt` may be rounded down. A millisecond more also keeps a time that has come from
    // starting a storm of refusals.
    const waitMs = Math.max(0, retryAt - scheduler.now()) + 1
    return waitMs > maxWaitMs + 1 ? throwError(() => error) : wait(waitMs, scheduler)
  }
  return retry(count === undefined ? { delay } : { count, delay })
}
