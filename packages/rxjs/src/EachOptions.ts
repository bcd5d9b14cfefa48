import type { BandoResponse } from '@bando/core'
import type { ObservableInput } from 'rxjs'
import type { BandoRequest } from './BandoRequest.ts'

/** The request for one value. */
export type Project<Value, Data> = (value: Value, index: number) => BandoRequest<'json', Data>

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
   * `throwError(…)` to end the stream. Several values are emitted when the last one has arrived. A
   * closed client always ends the stream. @defaultValue the error ends the stream
   */
  readonly catchEach?: ((error: unknown, value: Value, index: number) => ObservableInput<Caught>) | undefined
}

/** The treatment of a value that arrives while the buffer is full. */
export type Overflow = 'buffer' | 'drop' | 'latest' | 'error'

export interface MapToBandoOptions<
  Value = unknown,
  Data = unknown,
  Result = BandoResponse<Data>,
  Caught = never,
> extends EachOptions<Value, Data, Result, Caught> {
  /**
   * How many values may wait. With it, a value is taken only when its request can be sent at once;
   * without it, one request more waits for a permit. @defaultValue Infinity
   */
  readonly buffer?: number | undefined
  /**
   * What happens to a value that finds the buffer full: it is dropped (`drop`), the oldest one is
   * (`latest`), or the stream ends with a `BandoLimitError` (`error`). A `buffer` without bound is
   * never full. @defaultValue 'error' with `buffer`, else 'buffer'
   */
  readonly overflow?: Overflow | undefined
}
