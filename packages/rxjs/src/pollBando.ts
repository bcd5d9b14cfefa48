import type { Bando, BandoResponse } from '@bando/core'
import type { Observable, SchedulerLike } from 'rxjs'
import { asyncScheduler, exhaustMap, timer } from 'rxjs'
import { milliseconds } from './check.ts'
import type { FromBandoOptions } from './BandoRequest.ts'
import { fromBando } from './fromBando.ts'

export interface PollBandoOptions extends FromBandoOptions {
  /** From one request to the next, in ms. */
  readonly everyMs: number
}

/**
 * Asks at once and then every `everyMs`; while an answer is awaited, or the budget, no further request is made.
 * @throws BandoConfigError when `everyMs` is not at least 1
 */
export function pollBando<Data = unknown>(
  bando: Bando,
  path: string,
  { everyMs, ...options }: PollBandoOptions,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<BandoResponse<Data>> {
  milliseconds('everyMs', everyMs, 1)
  return timer(0, everyMs, scheduler).pipe(exhaustMap(() => fromBando<Data>(bando, path, options)))
}
