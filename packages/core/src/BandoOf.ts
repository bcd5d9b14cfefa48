import type {
  AnswerOf,
  BodyOf,
  DescribedMethod,
  Operation,
  ParamsOf,
  PathWith,
  QueryOf,
} from './paths/described.ts'
import type { ResponseForm, ResponseForms, ResponseOptions } from './options/ResponseOptions.ts'
import type { Bando } from './Bando.ts'
import type { RequestOptions } from './options/BandoOptions.ts'
import type { BandoResponse } from './call/deliver.ts'

/**
 * A client that knows the API's description: paths, parameters, bodies and answers are checked and completed.
 * It is a `Bando`, and goes wherever one does; `request` takes what the description does not know.
 * @typeParam Paths the `paths` that openapi-typescript writes, such as `BandoPaths`
 */
export interface BandoOf<Paths> extends Bando {
  get: Read<Paths, 'get'>
  delete: Read<Paths, 'delete'>
  post: Write<Paths, 'post'>
  put: Write<Paths, 'put'>
  patch: Write<Paths, 'patch'>
}

interface Read<Paths, Method extends DescribedMethod> extends AnyCall {
  <
    Path extends PathWith<Paths, Method>,
    Form extends ResponseForm = 'json',
    Data = AnswerOf<Operation<Paths, Method, Path>>,
  >(
    path: Path,
    ...options: Optional<OptionsOf<Operation<Paths, Method, Path>> & ResponseOptions<Form, Data>>
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>>
}

interface Write<Paths, Method extends DescribedMethod> extends AnyCall {
  <
    Path extends PathWith<Paths, Method>,
    Form extends ResponseForm = 'json',
    Data = AnswerOf<Operation<Paths, Method, Path>>,
  >(
    path: Path,
    ...bodyAndOptions: BodyAndOptions<Operation<Paths, Method, Path>, ResponseOptions<Form, Data>>
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>>
}

/** Nobody can call it so: it lets a client that knows its paths stand for one that takes any. */
interface AnyCall {
  (path: never, ...others: never[]): Promise<BandoResponse<never>>
}

type OptionsOf<Found> = Omit<RequestOptions, 'query' | 'params'> &
  Part<'query', QueryOf<Found>> &
  Part<'params', ParamsOf<Found>>

/** An option that must be given where it has something that must, and must not where there is nothing to give. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [Key in Name]?: undefined }
  : object extends NonNullable<Value>
    ? { readonly [Key in Name]?: Value | undefined }
    : { readonly [Key in Name]: Value }

type Optional<Options> = object extends Options ? [options?: Options] : [options: Options]

type BodyAndOptions<Found, Others> =
  object extends OptionsOf<Found>
    ? undefined extends BodyOf<Found>
      ? [body?: BodyOf<Found>, options?: OptionsOf<Found> & Others]
      : [body: BodyOf<Found>, options?: OptionsOf<Found> & Others]
    : [body: BodyOf<Found>, options: OptionsOf<Found> & Others]
