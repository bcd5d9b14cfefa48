import type { Bando, BandoResponse } from '@bando/core'
import type { Observable, ObservableInput } from 'rxjs'
import { catchError, map } from 'rxjs'
import type { BandoRequest } from './BandoRequest.ts'
import { wholeNumber } from './check.ts'
import { fromBando } from './fromBando.ts'
import { runEach } from './runEach.ts'
import type { Supply } from './Supply.ts'

/** How `fromEach` and `mapToBando` make a request for each value. */
export interface EachOptions<Value = unknown, Data = unknown, Result = BandoResponse<Data>, Caught = never> {
  /**
   * Whether results are emitted in the order of their values, rather than as they arrive.
   * @defaultValue true
   */
  readonly ordered?: boolean | undefined
  /**
   * The most values that may be taken before their results are emitted. The budget mostly allows
   * fewer. @defaultValue 64
   */
  readonly concurrency?: number | undefined
  /** What to emit for a response. @defaultValue the response */
  readonly select?: ((response: BandoResponse<Data>, value: Value, index: number) => Result) | undefined
  /**
   * What to emit instead of a request that failed: `of(…)` for a value, `EMPTY` for nothing,
   * `throwError(…)` to end the stream. A closed client always ends it. @defaultValue the error ends
   * the stream
   */
  readonly catchEach?: ((error: unknown, value: Value, index: number) => ObservableInput<Caught>) | undefined
}

/** The request for one value. */
export type Project<Value, Data> = (value: Value, index: number) => BandoRequest<'json', Data>

/**
 * Returns a function that makes a request for each value of a supply.
 * @throws BandoConfigError if an option is invalid
 */
export function eachRequest<Value, Data, Result, Caught>(
  bando: Bando,
  project: Project<Value, Data>,
  { ordered = true, concurrency = 64, select, catchEach }: EachOptions<Value, Data, Result, Caught>,
): (openSupply: () => Supply<Value>) => Observable<Result | Caught> {
  wholeNumber('concurrency', concurrency, 1)
  const ask = (value: Value, index: number): Observable<Result | Caught> => {
    const request = project(value, index)
    const patient = typeof request === 'string' ? { path: request } : request
    const result$ = fromBando<Data>(bando, { maxWaitMs: Infinity, ...patient }).pipe(
      map((response) => (select ? select(response, value, index) : (response as Result))),
    )
    return catchEach ? result$.pipe(catchError((error: unknown) => catchEach(error, value, index))) : result$
  }
  return (openSupply) => runEach(bando, { ordered, concurrency, openSupply, ask })
}
