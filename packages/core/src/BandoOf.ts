import type { Bando } from './Bando.ts'
import type { BandoResponse } from './call/deliver.ts'
import type { RequestOptions } from './options/BandoOptions.ts'
import type { ResponseForm, ResponseForms, ResponseOptions } from './options/ResponseOptions.ts'
import type {
  AnswerOf,
  BodyOf,
  DescribedMethod,
  Operation,
  ParamsOf,
  PathWith,
  QueryOf,
} from './paths/described.ts'

/**
 * A client that knows the API's description: paths, parameters, bodies and answers are checked and
 * completed. It is a `Bando`, and goes wherever one does; `request` takes what the description does
 * not know.
 * @typeParam Paths the `paths` that openapi-typescript writes, such as `BandoPaths`
 */
export interface BandoOf<Paths> extends Bando {
  get: Read<Paths, 'get'>
  delete: Read<Paths, 'delete'>
  post: Write<Paths, 'post'>
  put: Write<Paths, 'put'>
  patch: Write<Paths, 'patch'>
}

/**
 * One overload for each number of arguments: the compiler's message is then about the call that was
 * meant. The last takes everything: it is the one that `Parameters` and the like look at.
 */
interface Read<Paths, Method extends DescribedMethod> {
  <Path extends KnownPath<Paths, Method> & string>(
    path: Path & Unless<Path, KnownPath<Paths, Method>, MissingOption<Operation<Paths, Method, Path>>>,
  ): Promise<BandoResponse<AnswerOf<Operation<Paths, Method, Path>>>>
  <
    Path extends KnownPath<Paths, Method> & string,
    Form extends ResponseForm = 'json',
    Data = AnswerOf<Operation<Paths, Method, Path>>,
  >(
    path: Path,
    options: OptionsOf<Operation<Paths, Method, Path>, Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>>
}

interface Write<Paths, Method extends DescribedMethod> {
  <Path extends KnownPath<Paths, Method> & string>(
    path: Path &
      Unless<
        Path,
        KnownPath<Paths, Method>,
        MissingBody<Operation<Paths, Method, Path>> & MissingOption<Operation<Paths, Method, Path>>
      >,
  ): Promise<BandoResponse<AnswerOf<Operation<Paths, Method, Path>>>>
  <Path extends KnownPath<Paths, Method> & string>(
    path: Path & Unless<Path, KnownPath<Paths, Method>, MissingOption<Operation<Paths, Method, Path>>>,
    body: BodyOf<Operation<Paths, Method, Path>>,
  ): Promise<BandoResponse<AnswerOf<Operation<Paths, Method, Path>>>>
  <
    Path extends KnownPath<Paths, Method> & string,
    Form extends ResponseForm = 'json',
    Data = AnswerOf<Operation<Paths, Method, Path>>,
  >(
    path: Path,
    body: BodyOf<Operation<Paths, Method, Path>>,
    options: OptionsOf<Operation<Paths, Method, Path>, Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>>
}

/**
 * The paths that have the method. Never `never`, which the compiler's message would show in place
 * of a reason.
 */
type KnownPath<Paths, Method extends DescribedMethod> = [PathWith<Paths, Method>] extends [never]
  ? `(no path takes ${Uppercase<Method>})`
  : PathWith<Paths, Method>

/**
 * Nothing to demand of a path that is not known: the compiler puts all paths in its place, and
 * shows them.
 */
type Unless<Path, Known, Demanded> = [Known] extends [Path]
  ? IsUnion<Known> extends true
    ? unknown
    : Demanded
  : Demanded

type IsUnion<Whole, Part = Whole> = Part extends unknown ? ([Whole] extends [Part] ? false : true) : never

type OptionsOf<Found, Form extends ResponseForm, Data> =
  | (DescribedOptions<Found> & ResponseOptions<Form, Data>)
  | (object extends DescribedOptions<Found> ? undefined : never)

type DescribedOptions<Found> = Omit<RequestOptions, 'query' | 'params'> &
  Option<'query', QueryOf<Found>> &
  Option<'params', ParamsOf<Found>>

/**
 * An option that must be given if it has something that must, and must not if there is nothing to
 * give.
 */
type Option<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [Key in Name]?: TakesNo<Name> | undefined }
  : object extends NonNullable<Value>
    ? { readonly [Key in Name]?: Value | undefined }
    : { readonly [Key in Name]: Value }

/** No path has this property: the compiler's message shows what the call lacks. */
type MissingOption<Found> = Lacking<'query', QueryOf<Found>> & Lacking<'params', ParamsOf<Found>>
type MissingBody<Found> = undefined extends BodyOf<Found> ? unknown : Missing<'body', BodyOf<Found>>
type Lacking<Name extends string, Value> = object extends Option<Name, Value> ? unknown : Missing<Name, Value>

declare const reason: unique symbol
interface Missing<Name extends string, Value> {
  readonly [reason]: [Name, Value]
}
interface TakesNo<Name extends string> {
  readonly [reason]: Name
}
