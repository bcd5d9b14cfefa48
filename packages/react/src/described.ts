import type { DescribedCall, DescribedPath } from '@bando/core'
import type { RegisteredPaths } from './Register.ts'

/** A method that changes something. */
export type BandoMutationMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Methods = 'GET' | BandoMutationMethod

/** The described paths of a method. */
export type PathOf<Method extends Methods> = DescribedPath<RegisteredPaths, Lowercase<Method>>

/** The parameters, body and data of a method of a path. */
export type CallOf<Method extends Methods, Path> = DescribedCall<RegisteredPaths, Lowercase<Method>, Path>

/** `Path`, or `never` if it is described. Only its description types a described path. */
export type UndescribedPath<Method extends Methods, Path extends string> =
  Path extends PathOf<Method> ? never : Path

/** The paths whose calls need a query or parameters. */
export type NeedyPath<
  Method extends Methods,
  Path extends PathOf<Method> = PathOf<Method>,
> = Path extends unknown ? (object extends RequestPartsOf<Method, Path> ? never : Path) : never

/** The paths that need neither a query nor parameters. */
export type PlainPath<Method extends Methods> = Exclude<PathOf<Method>, NeedyPath<Method>>

/** The query and the parameters of a call. Each is required if the path needs it. */
export type RequestPartsOf<Method extends Methods, Path> = Part<'query', CallOf<Method, Path>['query']> &
  Part<'params', CallOf<Method, Path>['params']>

/** An option that is required if a part of it is required, and forbidden if it has no part. */
export type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [Key in Name]?: undefined }
  : object extends NonNullable<Value>
    ? { readonly [Key in Name]?: Value | undefined }
    : { readonly [Key in Name]: Value }
