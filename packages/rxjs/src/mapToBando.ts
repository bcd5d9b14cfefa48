import type { Bando, BandoResponse } from '@bando/core'
import type { Observable, ObservableInput, OperatorFunction } from 'rxjs'
import { catchError, mergeMap } from 'rxjs'
import { wholeNumber } from './check.ts'
import type { BandoRequest } from './BandoRequest.ts'
import { fromBando } from './fromBando.ts'
import { mergeMapInOrder } from './mergeMapInOrder.ts'

export interface MapToBandoOptions<Value = unknown, Caught = never> {
  /** Whether answers come in the order of the values they are for, rather than as they arrive. @defaultValue true */
  readonly ordered?: boolean | undefined
  /** How many requests may be under way or waiting for the budget at once. @defaultValue 4, as many as the core sends with a token */
  readonly concurrency?: number | undefined
  /** What to emit in the place of a request that failed, `EMPTY` for nothing. @defaultValue its error ends the stream */
  readonly catchEach?: ((error: unknown, value: Value) => ObservableInput<Caught>) | undefined
}

/**
 * Asks the API for each value, only as fast as the budget allows: at most `concurrency` requests are made at a time, and each
 * waits for the budget as long as it takes (`maxWaitMs: Infinity`, unless the request says otherwise), so that none is refused.
 * The first error ends the stream and aborts the rest, unless `catchEach` catches it.
 * @throws BandoConfigError when `concurrency` is not a whole number of at least 1
 */
export function mapToBando<Value, Data = unknown, Caught = never>(
  bando: Bando,
  project: (value: Value, index: number) => BandoRequest<'json', Data>,
  { ordered = true, concurrency = 4, catchEach }: MapToBandoOptions<Value, Caught> = {},
): OperatorFunction<Value, BandoResponse<Data> | Caught> {
  wholeNumber('concurrency', concurrency, 1)
  const ask = (value: Value, index: number): Observable<BandoResponse<Data> | Caught> => {
    const request = project(value, index)
    const patient = typeof request === 'string' ? { path: request } : request
    const answer$ = fromBando<Data>(bando, { maxWaitMs: Infinity, ...patient })
    return catchEach ? answer$.pipe(catchError((error: unknown) => catchEach(error, value))) : answer$
  }
  return ordered ? mergeMapInOrder(ask, concurrency) : mergeMap(ask, concurrency)
}
