import type { Bando, BandoOf, BandoResponse } from '@bando/core'
import type { Observable } from 'rxjs'
import { defer, firstValueFrom } from 'rxjs'
import { check } from './check.ts'
import type { DataOf, DescribedRequest, PathOf, Undescribed, Verb } from './described.ts'
import { each } from './each.ts'
import type { EachOptions, Project } from './EachOptions.ts'

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
  const isIterable = Symbol.iterator in given || Symbol.asyncIterator in given
  check(
    'source',
    source,
    isIterable,
    'an iterable or an async iterable; pipe an observable through mapToBando',
  )
  return each(bando, project, options, (asked) => defer(() => pull(source, asked)))
}

/** Pulls a value, and one more each time that `asked` emits. */
async function* pull<Value>(
  source: Iterable<Value> | AsyncIterable<Value>,
  asked: Observable<unknown>,
): AsyncGenerator<Value> {
  for await (const value of source) {
    yield value
    // Fails if `asked` completes. The loop then closes the source.
    await firstValueFrom(asked)
  }
}
