import type { Mutation, MutationFunctionContext } from '@tanstack/react-query'

/** What TanStack Query keeps of a `mutate`, dehydrated and restored with it, and the key that is added to it here. */
interface KeyedState {
  readonly idempotencyKey?: string
}

/** The `mutate` of each run, by the context that TanStack Query makes for it. */
const mutations = new WeakMap<MutationFunctionContext, Mutation>()

/** The mutations that run, so that two of the same variables are told apart. */
const running = new WeakSet<Mutation>()

/**
 * Returns the idempotency key of the `mutate` that `run` is the context of. The key is part of the mutation's state, so it is
 * the same in every retry, and after the mutation was dehydrated and resumed elsewhere.
 */
export function idempotencyKeyOf(run: MutationFunctionContext, variables: unknown, write: unknown): string {
  const mutation = mutations.get(run) ?? find(run, variables, write)
  if (mutation === undefined) return createKey()
  mutations.set(run, mutation)
  running.add(mutation)
  const state: Mutation['state'] & KeyedState = mutation.state
  const { idempotencyKey = createKey() } = state
  const keyed: Mutation['state'] & KeyedState = { ...state, idempotencyKey }
  mutation.state = keyed
  return idempotencyKey
}

/** Finds the pending mutation that calls `write` with `variables`. Of several such ones each may take any key, once. */
function find({ client }: MutationFunctionContext, variables: unknown, write: unknown): Mutation | undefined {
  const isIt = (mutation: Mutation): boolean =>
    mutation.state.status === 'pending' &&
    mutation.state.variables === variables &&
    mutation.options.mutationFn === write
  return client
    .getMutationCache()
    .getAll()
    .find((mutation) => isIt(mutation) && !running.has(mutation))
}

/** Makes 128 random bits. Unlike `crypto.randomUUID` it works on a page that came over plain http. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
