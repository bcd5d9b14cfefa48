import type { Bando } from '@bando/core'
import { isBandoError } from '@bando/core'
import type { MonoTypeOperatorFunction, SchedulerLike } from 'rxjs'
import { asyncScheduler, retry, takeUntil, throwIfEmpty } from 'rxjs'
import { check } from './check.ts'
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
  { count = Infinity, maxWaitMs = Infinity }: RetryWhenOpenOptions = {},
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<Value> {
  check('count', count, count >= 0, 'a number of at least 0')
  check('maxWaitMs', maxWaitMs, maxWaitMs >= 0, 'a number of at least 0')
  return retry({
    count,
    delay(error: unknown) {
      if (!isBandoError(error, 'limit') && !isBandoError(error, 'locked')) throw error
      const { retryAt } = error
      if (retryAt === undefined) {
        return whenOpen$(bando).pipe(
          takeUntil(wait(maxWaitMs, scheduler)),
          // A notifier that only completed would swallow the error.
          throwIfEmpty(() => error),
        )
      }
      const waitMs = Math.max(0, retryAt - scheduler.now())
      if (waitMs > maxWaitMs) throw error
      // `retryAt` may be rounded down. A millisecond more also keeps a time that has come from
      // starting a storm of refusals.
      return wait(waitMs + 1, scheduler)
    },
  })
}
