import type { Bando, BandoOf, BandoResponse } from '@bando/core'
import type { OperatorFunction } from 'rxjs'
import { check } from './check.ts'
import type { DataOf, DescribedRequest, PathOf, Undescribed, Verb } from './described.ts'
import { each } from './each.ts'
import type { MapToBandoOptions, Project } from './EachOptions.ts'

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
  const { buffer = Infinity, overflow = buffer < Infinity ? 'error' : 'buffer' } = options
  check('buffer', buffer, buffer >= 0, 'a number of at least 0')
  check(
    'overflow',
    overflow,
    (buffer < Infinity ? ['drop', 'latest', 'error'] : ['buffer']).includes(overflow),
    '"drop", "latest" or "error" with `buffer`, else "buffer"',
  )
  return (source) => each(bando, project, { ...options, overflow }, () => source)
}
