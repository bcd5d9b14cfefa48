import type { Bando, BandoOf, BandoResponse } from '@bando/core'
import type { Observable, SchedulerLike } from 'rxjs'
import {
  asyncScheduler,
  distinctUntilChanged,
  filter,
  fromEvent,
  ignoreElements,
  merge,
  of,
  repeat,
  switchMap,
  take,
  takeUntil,
  takeWhile,
  tap,
} from 'rxjs'
import type { FromBandoOptions } from './BandoRequest.ts'
import type { DataOf, DescribedOptions, PathOf, Undescribed } from './described.ts'
import { changes$ } from './state/changes.ts'
import { check } from './check.ts'
import { outsideAngular } from './outsideAngular.ts'
import { send } from './send.ts'
import { wait } from './wait.ts'

/** When `pollBando` asks, and when it ends. */
export interface PollTerms<Data = unknown> {
  /** From one request to the next, in ms. With `Infinity` it asks once. */
  readonly everyMs: number
  /**
   * Ends the stream with the first response for which it returns true. That response is emitted.
   * @defaultValue without end
   */
  readonly until?: ((response: BandoResponse<Data>) => boolean) | undefined
  /**
   * Whether a hidden page sends no request. It sends one as soon as it is visible again.
   * @defaultValue false
   */
  readonly whileVisible?: boolean | undefined
}

export type PollBandoOptions<Data = unknown> = FromBandoOptions & PollTerms<Data>

/**
 * Asks at once and then every `everyMs`, at low priority unless told otherwise. Emits a response if
 * its JSON differs from the one before. It is never faster than the budget: it waits for a permit
 * as long as that takes, and sends no request while one is under way. An error ends it, and so does
 * closing the client, with its `BandoClosedError`.
 *
 * With `everyMs: 5`, until `B`:
 * ```text
 * responses   ---A----A----B
 * pollBando   ---A---------(B|)
 * ```
 * @throws BandoConfigError if `everyMs` is not at least 1
 */
export function pollBando<Data = unknown, Client extends Bando = Bando>(
  bando: Undescribed<Client>,
  path: string,
  options: PollBandoOptions<Data>,
  scheduler?: SchedulerLike,
): Observable<BandoResponse<Data>>
export function pollBando<Paths, Path extends PathOf<Paths, 'GET'>>(
  bando: BandoOf<Paths>,
  path: Path,
  options: DescribedOptions<Paths, 'GET', Path> & PollTerms<DataOf<Paths, 'GET', Path>>,
  scheduler?: SchedulerLike,
): Observable<BandoResponse<DataOf<Paths, 'GET', Path>>>
export function pollBando<Data>(
  bando: Bando,
  path: string,
  { everyMs, until = () => false, whileVisible = false, ...options }: PollBandoOptions<Data>,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<BandoResponse<Data>> {
  check('everyMs', everyMs, everyMs >= 1, 'a number of at least 1')
  const visible$ =
    whileVisible && typeof document === 'object'
      ? merge(of(undefined), fromEvent(document, 'visibilitychange')).pipe(filter(() => !document.hidden))
      : of(undefined)
  const request$ = send<Data>(bando, path, options, { priority: 'low', maxWaitMs: Infinity })
  const pause$ = outsideAngular(wait(everyMs, scheduler)).pipe(ignoreElements())
  const closing$ = changes$(bando).pipe(
    tap(() => bando.closed.throwIfAborted()),
    ignoreElements(),
  )
  return visible$.pipe(
    take(1),
    switchMap(() => merge(request$, pause$)),
    repeat(),
    takeUntil(closing$),
    takeWhile((response) => !until(response), true),
    distinctUntilChanged(Object.is, ({ data }) => JSON.stringify(data)),
  )
}
