import type { Bando, BandoOf, BandoResponse } from '@bando/core'
import { BandoConfigError } from '@bando/core'
import type { Observable } from 'rxjs'
import type { DataOf, DescribedRequest, PathOf, Undescribed, Verb } from './described.ts'
import type { EachOptions, Project } from './eachRequest.ts'
import { eachRequest } from './eachRequest.ts'
import { IteratorSupply } from './IteratorSupply.ts'

/**
 * Asks the API for each value of an iterable, an async iterable or a generator, which may be
 * endless. A value is pulled only when the budget allows a request for it, one at a time. A request
 * waits for the budget as long as that takes.
 *
 * With two requests per 10 ms, each answered after 3 ms:
 * ```text
 * abcd       pulled as the budget allows
 * fromEach   ---(AB)----------(CD|)
 * ```
 * @throws BandoConfigError if `source` cannot be iterated, or an option cannot work
 */
export function fromEach<
  Paths,
  Value,
  const Path extends PathOf<Paths, Method>,
  Method extends Verb = 'GET',
  Result = BandoResponse<DataOf<Paths, Method, Path>>,
  Caught = never,
>(
  bando: BandoOf<Paths>,
  source: Iterable<Value> | AsyncIterable<Value>,
  project: (value: Value, index: number) => DescribedRequest<Paths, Method, Path>,
  options?: EachOptions<Value, DataOf<Paths, Method, Path>, Result, Caught>,
): Observable<Result | Caught>
export function fromEach<
  Value,
  Data = unknown,
  Result = BandoResponse<Data>,
  Caught = never,
  Client extends Bando = Bando,
>(
  bando: Undescribed<Client>,
  source: Iterable<Value> | AsyncIterable<Value>,
  project: Project<Value, Data>,
  options?: EachOptions<Value, Data, Result, Caught>,
): Observable<Result | Caught>
export function fromEach<Value, Data, Result, Caught>(
  bando: Bando,
  source: Iterable<Value> | AsyncIterable<Value>,
  project: Project<Value, Data>,
  options: EachOptions<Value, Data, Result, Caught> = {},
): Observable<Result | Caught> {
  const given: object = Object(source)
  if (!(Symbol.iterator in given || Symbol.asyncIterator in given)) {
    throw new BandoConfigError(
      `source: needs an iterable or an async iterable. Found a value of type ${typeof source}. Pipe an observable through mapToBando.`,
    )
  }
  return eachRequest(bando, project, options)(() => new IteratorSupply(source))
}
