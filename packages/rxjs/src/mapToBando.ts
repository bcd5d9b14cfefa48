import type { Bando, BandoResponse } from '@bando/core'
import type { OperatorFunction } from 'rxjs'
import { mergeMap } from 'rxjs'
import type { FromBandoOptions } from './fromBando.ts'
import { fromBando } from './fromBando.ts'
import { mergeMapInOrder } from './mergeMapInOrder.ts'

/** The request for one value: its path, or its path and whatever else it sets. */
export type BandoRequest = string | (FromBandoOptions & { readonly path: string })

export interface MapToBandoOptions {
  /** Whether answers come in the order of the values they are for, rather than as they arrive. @defaultValue true */
  readonly ordered?: boolean | undefined
  /** How many requests may be under way or waiting for the budget at once. @defaultValue 4, as many as the core sends with a token */
  readonly concurrency?: number | undefined
}

/**
 * Asks the API for each value, only as fast as the budget allows: at most `concurrency` requests are made at a time, and each
 * waits for the budget as long as it takes (`maxWaitMs: Infinity`, unless the request says otherwise), so that none is refused.
 * The first error ends the stream and aborts the rest; catch it inside, with `fromBando`, to go on.
 */
export function mapToBando<Value, Data = unknown>(
  bando: Bando,
  project: (value: Value, index: number) => BandoRequest,
  { ordered = true, concurrency = 4 }: MapToBandoOptions = {},
): OperatorFunction<Value, BandoResponse<Data>> {
  const ask = (value: Value, index: number): ReturnType<typeof fromBando<Data>> => {
    const request = project(value, index)
    const { path, ...options } = typeof request === 'string' ? { path: request } : request
    return fromBando<Data>(bando, path, { maxWaitMs: Infinity, ...options })
  }
  return ordered ? mergeMapInOrder(ask, concurrency) : mergeMap(ask, concurrency)
}
