import type { Bando } from '@bando/core'
import { isBandoError } from '@bando/core'
import type { MonoTypeOperatorFunction, ObservableInput, SchedulerLike } from 'rxjs'
import { asyncScheduler, retry, throwError, timer } from 'rxjs'
import { whenOpen$ } from './whenOpen.ts'

export interface RetryWhenOpenOptions {
  /** How many times. @defaultValue without end */
  readonly count?: number | undefined
  /** Longest wait for one of them, in ms; a longer one passes the error on. @defaultValue Infinity */
  readonly maxWaitMs?: number | undefined
}

/**
 * Subscribes again when that can help: at the `retryAt` of an error that is `retryable`, or, where only an answer can tell, when
 * the budget is open. Every other error passes, at once. The core has tried again what it could: this is for longer waits.
 */
export function retryWhenOpen<Value>(
  bando: Bando,
  { count, maxWaitMs = Infinity }: RetryWhenOpenOptions = {},
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<Value> {
  const delay = (error: unknown): ObservableInput<unknown> => {
    if (!isBandoError(error) || !error.retryable) return throwError(() => error)
    if (error.retryAt === undefined) return whenOpen$(bando)
    const delayMs = Math.max(0, error.retryAt - scheduler.now())
    return delayMs > maxWaitMs ? throwError(() => error) : timer(delayMs, scheduler)
  }
  return retry(count === undefined ? { delay } : { count, delay })
}
