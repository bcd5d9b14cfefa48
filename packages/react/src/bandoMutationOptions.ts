import type { Bando, BandoError, RequestOptions, StandardSchema } from '@bando/core'
import type { UseMutationOptions } from '@tanstack/react-query'
import { idempotencyKeyOf } from './idempotencyKeyOf.ts'

export type BandoMutationMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One request of a mutation. */
export interface BandoMutationRequest extends Omit<RequestOptions, 'signal' | 'coalesce' | 'idempotencyKey'> {
  readonly body?: unknown
  /** Left out: made once for each `mutate`. `false`: none, so that the core does not repeat what may have been processed. */
  readonly idempotencyKey?: string | false | undefined
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

/**
 * A write for `useMutation`. A POST or PATCH carries an `Idempotency-Key`, made once for each `mutate` and kept over all
 * retries, the core's and TanStack Query's alike.
 */
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
      const { idempotencyKey = isIdempotent(method) ? false : idempotencyKeyOf(run), ...call } =
        request(variables)
      const key = idempotencyKey === false ? undefined : idempotencyKey
      const options = { ...call, schema, idempotencyKey: key }
      const { data } = await client.request<Data | undefined>(method, path, options)
      return (data ?? null) as Data
    },
  }
}

function asBody(variables: unknown): BandoMutationRequest {
  return { body: variables }
}

/** PUT and DELETE may be repeated as they are (RFC 9110, section 9.2.2). */
function isIdempotent(method: BandoMutationMethod): boolean {
  return method === 'PUT' || method === 'DELETE'
}
