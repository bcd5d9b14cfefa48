import type { Bando, BandoError, RequestOptions, StandardSchema } from '@bando/core'
import type { UseMutationOptions } from '@tanstack/react-query'
import { idempotencyKeyOf } from './idempotencyKeyOf.ts'

export type BandoMutationMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One request of a mutation. */
export interface BandoMutationRequest extends Omit<RequestOptions, 'signal' | 'dedupe' | 'idempotencyKey'> {
  readonly body?: unknown
  /**
   * Where the endpoint honours such keys, `true` makes one for each `mutate`, kept over all retries, the core's and TanStack Query's
   * alike: then what may have been processed can be sent again. @defaultValue none
   */
  readonly idempotencyKey?: string | true | undefined
}

/** `request`, and all of `useMutation`'s options but the function. */
export type BandoMutationOptions<Data, Variables, OnMutateResult = unknown> = Omit<
  UseMutationOptions<Data, BandoError, Variables, OnMutateResult>,
  'mutationFn'
> & {
  /** Turns the variables into a request. @defaultValue they are its body */
  readonly request?: ((variables: Variables) => BandoMutationRequest) | undefined
  /** Checks the answer, and makes `data` of it. */
  readonly schema?: StandardSchema<Data> | undefined
}

/** A write for `useMutation`. A POST or PATCH that may have been processed is sent again only with an `idempotencyKey` (P3). */
export function bandoMutationOptions<Data = unknown, Variables = void, OnMutateResult = unknown>(
  client: Bando,
  method: BandoMutationMethod,
  path: string,
  options: BandoMutationOptions<Data, Variables, OnMutateResult> = {},
): UseMutationOptions<Data, BandoError, Variables, OnMutateResult> {
  const { request = asBody, schema, ...rest } = options
  return {
    retry: false,
    ...rest,
    mutationFn: async (variables, run) => {
      const { idempotencyKey, ...call } = request(variables)
      const key = idempotencyKey === true ? idempotencyKeyOf(run) : idempotencyKey
      const options = { ...call, schema, idempotencyKey: key }
      const { data } = await client.request<Data | undefined>(method, path, options)
      return (data ?? null) as Data
    },
  }
}

function asBody(variables: unknown): BandoMutationRequest {
  return { body: variables }
}
