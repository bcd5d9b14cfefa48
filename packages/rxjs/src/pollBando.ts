import type { Bando, BandoResponse } from '@bando/core'
import type { Observable, SchedulerLike } from 'rxjs'
import {
  asyncScheduler,
  distinctUntilChanged,
  ignoreElements,
  merge,
  repeat,
  switchMap,
  takeWhile,
} from 'rxjs'
import type { FromBandoOptions } from './BandoRequest.ts'
import { milliseconds } from './check.ts'
import { closing$ } from './closed.ts'
import { fromBando } from './fromBando.ts'
import { outsideAngular } from './outsideAngular.ts'
import { visible$ } from './visible.ts'
import { wait } from './wait.ts'

export interface PollBandoOptions<Data = unknown> extends FromBandoOptions {
  /** From one request to the next, in ms. */
  readonly everyMs: number
  /** Ends the stream with the first response for which it returns true. That response is emitted. @defaultValue without end */
  readonly until?: ((response: BandoResponse<Data>) => boolean) | undefined
  /** Whether a hidden page sends no request. It sends one as soon as it is visible again. @defaultValue false */
  readonly whileVisible?: boolean | undefined
}

/**
 * Asks at once and then every `everyMs`, at low priority unless told otherwise. Emits a response if its JSON differs from the one
 * before. It is never faster than the budget: it waits for a permit as long as that takes, and sends no request while one is
 * under way. An error ends it, and so does closing the client, with its `BandoClosedError`.
 * @throws BandoConfigError if `everyMs` is not finite and at least 1
 */
export function pollBando<Data = unknown>(
  bando: Bando,
  path: string,
  { everyMs, until = () => false, whileVisible = false, ...options }: PollBandoOptions<Data>,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<BandoResponse<Data>> {
  milliseconds('everyMs', everyMs, 1)
  const request$ = fromBando<Data>(bando, path, { priority: 'low', maxWaitMs: Infinity, ...options })
  const pause$ = outsideAngular(wait(everyMs, scheduler)).pipe(ignoreElements())
  const turn$ = merge(request$, pause$)
  const turns$ = (whileVisible ? visible$.pipe(switchMap(() => turn$)) : turn$).pipe(repeat())
  return merge(closing$(bando), turns$).pipe(
    takeWhile((response) => !until(response), true),
    distinctUntilChanged(Object.is, ({ data }) => JSON.stringify(data)),
  )
}
