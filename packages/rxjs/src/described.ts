import type { Bando, DescribedCall, DescribedMethod, DescribedPath } from '@bando/core'
import type { FromBandoOptions } from './BandoRequest.ts'

/** `Client` if it takes any path, `never` if it knows the API's description: its paths are then checked by another overload. */
export type Undescribed<Client extends Bando> = Client &
  (string extends Parameters<Client['get']>[0] ? unknown : never)

export type Verb = Uppercase<DescribedMethod>

/** The described paths of a method. */
export type PathOf<Paths, Method extends Verb> = DescribedPath<Paths, Lowercase<Method>>

type CallOf<Paths, Method extends Verb, Path> = DescribedCall<Paths, Lowercase<Method>, Path>

/** The data of a described response. */
export type DataOf<Paths, Method extends Verb, Path> = CallOf<Paths, Method, Path>['data']

/** What a request to a described path sets for itself. */
export type DescribedOptions<Paths, Method extends Verb, Path> = Omit<
  FromBandoOptions,
  'method' | 'query' | 'params' | 'body'
> &
  ('GET' extends Method ? { readonly method?: Method | undefined } : { readonly method: Method }) &
  Part<'query', CallOf<Paths, Method, Path>['query']> &
  Part<'params', CallOf<Paths, Method, Path>['params']> &
  Part<'body', CallOf<Paths, Method, Path>['body']>

/** A request to a described path. */
export type DescribedRequest<Paths, Method extends Verb, Path> = {
  readonly path: Path
} & (Method extends 'GET' ? unknown : { readonly method: Method }) &
  NoInfer<DescribedOptions<Paths, Method, Path>>

/** The options of a call: they may be left out if all of them may. */
export type Optional<Options> = object extends Options ? [options?: Options] : [options: Options]

/** An option that is required if some of it is, and forbidden if there is nothing to give. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [Key in Name]?: undefined }
  : undefined extends Value
    ? { readonly [Key in Name]?: Value }
    : object extends Value
      ? { readonly [Key in Name]?: Value | undefined }
      : { readonly [Key in Name]: Value }
