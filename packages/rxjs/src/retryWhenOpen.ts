import type { Bando } from '@bando/core'
import { isBandoError } from '@bando/core'
import type { MonoTypeOperatorFunction, Observable, SchedulerLike } from 'rxjs'
import { asyncScheduler, retry, throwError, timeout } from 'rxjs'
import { milliseconds, wholeNumber } from './check.ts'
import { longestTimerMs, timerAt } from './timerAt.ts'
import { whenOpen$ } from './whenOpen.ts'

export interface RetryWhenOpenOptions {
  /** How many times. @defaultValue without end */
  readonly count?: number | undefined
  /** Longest wait for one of them, in ms; a longer one passes the error on. @defaultValue 2_147_483_647, as long as timers run */
  readonly maxWaitMs?: number | undefined
}

/**
 * Subscribes again after a refusal (`limit`, `locked`): at the error's `retryAt` or, where only an answer can tell, when a call
 * could leave. Every other error passes at once: the core has tried again what it could, and more would only spend the budget.
 * @throws BandoConfigError when an option is not a number that can work
 */
export function retryWhenOpen<Value>(
  bando: Bando,
  { count, maxWaitMs = Infinity }: RetryWhenOpenOptions = {},
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<Value> {
  if (count !== undefined) wholeNumber('count', count, 0)
  const mostMs = Math.min(longestTimerMs, milliseconds('maxWaitMs', maxWaitMs, 0))

  // It emits or errs: a notifier that only completed would swallow the error.
  const delay = (error: unknown): Observable<unknown> => {
    const giveUp = throwError(() => error)
    if (!isBandoError(error, 'limit') && !isBandoError(error, 'locked')) return giveUp
    const { retryAt } = error
    if (retryAt !== undefined) {
      return retryAt - scheduler.now() > mostMs ? giveUp : timerAt(retryAt, scheduler)
    }
    return whenOpen$(bando, scheduler).pipe(timeout({ first: mostMs, with: () => giveUp, scheduler }))
  }
  return retry(count === undefined ? { delay } : { count, delay })
}
