import type { Bando, BandoOf, BandoResponse } from '@bando/core'
import { BandoConfigError } from '@bando/core'
import type { OperatorFunction } from 'rxjs'
import type { Overflow } from './BufferSupply.ts'
import { BufferSupply } from './BufferSupply.ts'
import { oneOf, wholeNumber } from './check.ts'
import type { DataOf, DescribedRequest, PathOf, Undescribed, Verb } from './described.ts'
import type { EachOptions, Project } from './eachRequest.ts'
import { eachRequest } from './eachRequest.ts'

export interface MapToBandoOptions<
  Value = unknown,
  Data = unknown,
  Result = BandoResponse<Data>,
  Caught = never,
> extends EachOptions<Value, Data, Result, Caught> {
  /**
   * How many values may wait. With it, a value is taken only when its request can be sent at once;
   * without it, one request more waits for a permit. @defaultValue without bound
   */
  readonly buffer?: number | undefined
  /**
   * What happens to a value that finds the buffer full: it is dropped (`drop`), the oldest one is
   * (`latest`), or the stream ends with a `BandoLimitError` (`error`). A `buffer` without bound is
   * never full. @defaultValue 'error' with `buffer`, else 'buffer'
   */
  readonly overflow?: Overflow | undefined
}

/**
 * Asks the API for each value that the source pushes, only as fast as the budget allows. Values
 * wait in a buffer meanwhile. A request waits for the budget as long as that takes. The first error
 * ends the stream and cancels the other requests, unless `catchEach` catches it.
 *
 * With two requests per 10 ms, each answered after 3 ms:
 * ```text
 * source       ab-c|
 * mapToBando   ---AB------------(C|)
 * ```
 * @throws BandoConfigError if an option cannot work
 */
export function mapToBando<
  Paths,
  Value,
  const Path extends PathOf<Paths, Method>,
  Method extends Verb = 'GET',
  Result = BandoResponse<DataOf<Paths, Method, Path>>,
  Caught = never,
>(
  bando: BandoOf<Paths>,
  project: (value: Value, index: number) => DescribedRequest<Paths, Method, Path>,
  options?: MapToBandoOptions<Value, DataOf<Paths, Method, Path>, Result, Caught>,
): OperatorFunction<Value, Result | Caught>
export function mapToBando<
  Value,
  Data = unknown,
  Result = BandoResponse<Data>,
  Caught = never,
  Client extends Bando = Bando,
>(
  bando: Undescribed<Client>,
  project: Project<Value, Data>,
  options?: MapToBandoOptions<Value, Data, Result, Caught>,
): OperatorFunction<Value, Result | Caught>
export function mapToBando<Value, Data, Result, Caught>(
  bando: Bando,
  project: Project<Value, Data>,
  options: MapToBandoOptions<Value, Data, Result, Caught> = {},
): OperatorFunction<Value, Result | Caught> {
  const { buffer, overflow = buffer === undefined ? 'buffer' : 'error' } = options
  oneOf('overflow', overflow, ['buffer', 'drop', 'latest', 'error'])
  if (buffer !== undefined) wholeNumber('buffer', buffer, 0)
  if ((buffer === undefined) !== (overflow === 'buffer')) {
    throw new BandoConfigError(
      buffer === undefined
        ? `overflow: "${overflow}" needs a bound. Give \`buffer\`, a number of values.`
        : 'overflow: "buffer" has no bound. Leave `buffer` out, or choose "drop", "latest" or "error".',
    )
  }
  const askEach = eachRequest(bando, project, options)
  return (source) => askEach(() => new BufferSupply(source, buffer ?? Infinity, overflow))
}
