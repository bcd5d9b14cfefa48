import type { Bando, BandoError, RequestOptions, StandardSchema } from '@bando/core'
import type { MutationFunctionContext, UseMutationOptions } from '@tanstack/react-query'
import type { Answered } from '../BandoAnswer.ts'
import { toAnswer } from '../BandoAnswer.ts'
import type {
  BandoMutationMethod,
  CallOf,
  NeedyPath,
  PlainPath,
  RequestPartsOf,
  UndescribedPath,
} from '../described.ts'
import { idempotencyKeyOf } from './idempotencyKeyOf.ts'

/** One request of a mutation. */
export interface BandoMutationRequest extends Omit<
  RequestOptions,
  'signal' | 'dedupe' | 'idempotencyKey' | 'key'
> {
  readonly body?: unknown
  /**
   * The idempotency key. `true` makes a key for each `mutate`; use it only if the endpoint honours
   * such keys. The key stays the same in every retry, also after dehydration. So a request that may
   * have been processed can be sent again. @defaultValue none
   */
  readonly idempotencyKey?: string | true | undefined
}

/** A request of a described path. */
export type DescribedMutationRequest<Method extends BandoMutationMethod, Path> = Omit<
  BandoMutationRequest,
  'query' | 'params' | 'body'
> &
  RequestPartsOf<Method, Path> &
  BodyPart<CallOf<Method, Path>['body']>

type BodyPart<Body> = undefined extends Body ? { readonly body?: Body | undefined } : { readonly body: Body }

/** The variables of a described path that needs only a body: the body. */
export type BodyOf<Method extends BandoMutationMethod, Path> = [CallOf<Method, Path>['body']] extends [
  undefined,
]
  ? void
  : CallOf<Method, Path>['body']

/** The options of a write, and the options of `useMutation` without the function. */
export type BandoMutationOptions<
  Data = unknown,
  Variables = void,
  OnMutateResult = unknown,
  WithHeaders extends boolean = false,
> = Omit<
  UseMutationOptions<Answered<Data, WithHeaders>, BandoError, Variables, OnMutateResult>,
  'mutationFn'
> & {
  /** Makes a request of the variables. @defaultValue the variables are the body */
  readonly request?: ((variables: Variables) => BandoMutationRequest) | undefined
  /** Checks the response body and makes `data` of it. */
  readonly schema?: StandardSchema<Data> | undefined
  /** Whether `data` is `{ data, status, headers }`. @defaultValue false */
  readonly withHeaders?: WithHeaders | undefined
}

/** `Options` with the request of a described path. */
export type WriteOf<Method extends BandoMutationMethod, Path, Variables, Options> = Omit<
  Options,
  'request'
> & {
  readonly request?: ((variables: Variables) => DescribedMutationRequest<Method, Path>) | undefined
}

/**
 * `Options` of a described path that needs a query or parameters. The variables alone do not make
 * its request.
 */
export type NeedyWriteOf<Method extends BandoMutationMethod, Path, Variables, Options> = Omit<
  Options,
  'request'
> & {
  readonly request: (variables: Variables) => DescribedMutationRequest<Method, Path>
}

/**
 * Makes the options of a write, for every hook and method of TanStack Query that takes mutation
 * options. A POST or PATCH that may have been processed is sent again only with an `idempotencyKey`
 * (P3).
 * @example useMutation(bandoMutationOptions(bando, 'POST', '/api/v1/quotes/'))
 */
export function bandoMutationOptions<
  Method extends BandoMutationMethod,
  Path extends PlainPath<Method>,
  Data = CallOf<Method, Path>['data'],
  Variables = BodyOf<Method, Path>,
  OnMutateResult = unknown,
  WithHeaders extends boolean = false,
>(
  client: Bando,
  method: Method,
  path: Path,
  options?: WriteOf<
    Method,
    Path,
    Variables,
    BandoMutationOptions<Data, Variables, OnMutateResult, WithHeaders>
  >,
): UseMutationOptions<Answered<Data, WithHeaders>, BandoError, Variables, OnMutateResult>
export function bandoMutationOptions<
  Method extends BandoMutationMethod,
  Path extends NeedyPath<Method>,
  Variables,
  Data = CallOf<Method, Path>['data'],
  OnMutateResult = unknown,
  WithHeaders extends boolean = false,
>(
  client: Bando,
  method: Method,
  path: Path,
  options: NeedyWriteOf<
    Method,
    Path,
    Variables,
    BandoMutationOptions<Data, Variables, OnMutateResult, WithHeaders>
  >,
): UseMutationOptions<Answered<Data, WithHeaders>, BandoError, Variables, OnMutateResult>
export function bandoMutationOptions<
  Data = unknown,
  Variables = void,
  OnMutateResult = unknown,
  WithHeaders extends boolean = false,
  Method extends BandoMutationMethod = BandoMutationMethod,
  Path extends string = string,
>(
  client: Bando,
  method: Method,
  path: UndescribedPath<Method, Path>,
  options?: BandoMutationOptions<Data, Variables, OnMutateResult, WithHeaders>,
): UseMutationOptions<Answered<Data, WithHeaders>, BandoError, Variables, OnMutateResult>
export function bandoMutationOptions(
  client: Bando,
  method: BandoMutationMethod,
  path: string,
  options: BandoMutationOptions<unknown, unknown, unknown, boolean> = {},
): UseMutationOptions<unknown, BandoError, unknown> {
  const { request = asBody, schema, withHeaders = false, ...rest } = options
  const write = async (variables: unknown, run: MutationFunctionContext): Promise<unknown> => {
    const { idempotencyKey, ...call } = request(variables)
    const key = idempotencyKey === true ? idempotencyKeyOf(run, variables, write) : idempotencyKey
    return toAnswer(await client.request(method, path, { ...call, schema, idempotencyKey: key }), withHeaders)
  }
  return { retry: false, mutationKey: ['bando', method, path], ...rest, mutationFn: write }
}

function asBody(variables: unknown): BandoMutationRequest {
  return { body: variables }
}
