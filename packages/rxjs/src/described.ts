import type { Bando, DescribedCall, DescribedMethod, DescribedPath } from '@bando/core'
import type { FromBandoOptions } from './BandoRequest.ts'

/**
 * `Client` if it takes any path, `never` if it knows the API's description: its paths are then
 * checked by another overload.
 */
export type Undescribed<Client extends Bando> = Client &
  (string extends Parameters<Client['get']>[0] ? unknown : never)

export type Verb = Uppercase<DescribedMethod>

/** The described paths of a method. */
export type PathOf<Paths, Method extends Verb> = DescribedPath<Paths, Lowercase<Method>>

type CallOf<Paths, Method extends Verb, Path> = DescribedCall<Paths, Lowercase<Method>, Path>

/** The data of a response in the description. */
export type DataOf<Paths, Method extends Verb, Path> = CallOf<Paths, Method, Path>['data']

/** The options of a request to a path in the description. */
export type DescribedOptions<Paths, Method extends Verb, Path> = Omit<
  FromBandoOptions,
  'method' | 'query' | 'params' | 'body'
> &
  ('GET' extends Method ? { readonly method?: Method | undefined } : { readonly method: Method }) &
  Part<'query', CallOf<Paths, Method, Path>['query']> &
  Part<'params', CallOf<Paths, Method, Path>['params']> &
  Part<'body', CallOf<Paths, Method, Path>['body']>

/** A request to a path in the description. */
export type DescribedRequest<Paths, Method extends Verb, Path> = {
  readonly path: Path
} & (Method extends 'GET' ? unknown : { readonly method: Method }) &
  NoInfer<DescribedOptions<Paths, Method, Path>>

/** The options of a call. They are optional if all of their members are. */
export type Optional<Options> = object extends Options ? [options?: Options] : [options: Options]

/** An option that is required if a member is, and forbidden if it has no members. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [Key in Name]?: undefined }
  : undefined extends Value
    ? { readonly [Key in Name]?: Value }
    : object extends Value
      ? { readonly [Key in Name]?: Value | undefined }
      : { readonly [Key in Name]: Value }
