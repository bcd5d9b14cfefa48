import type { Mutation, MutationFunctionContext } from '@tanstack/react-query'

/**
 * The part of a mutation's state that this file adds. TanStack Query dehydrates and restores it.
 */
interface KeyedState {
  readonly idempotencyKey?: string
}

/**
 * The context of each mutation. TanStack Query makes one for a mutation, and passes it to every
 * retry.
 */
const runs = new WeakMap<Mutation, MutationFunctionContext>()

/**
 * Returns the idempotency key of the mutation whose context is `run`. The key is part of the
 * mutation's state, so it stays the same in every retry, also after dehydration.
 */
export function idempotencyKeyOf(run: MutationFunctionContext, variables: unknown, write: unknown): string {
  const all = run.client.getMutationCache().getAll()
  const mutation =
    all.find((each) => runs.get(each) === run) ??
    // Pending mutations with the same variables are alike, so each may take any of their keys.
    all.find(
      (each) =>
        !runs.has(each) &&
        each.state.status === 'pending' &&
        each.state.variables === variables &&
        each.options.mutationFn === write,
    )
  if (mutation === undefined) return createKey()
  runs.set(mutation, run)
  const { idempotencyKey = createKey() }: Mutation['state'] & KeyedState = mutation.state
  const keyed: Mutation['state'] & KeyedState = { ...mutation.state, idempotencyKey }
  mutation.state = keyed
  return idempotencyKey
}

/** Makes a key of 128 random bits. `crypto.randomUUID` would need a page from HTTPS. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
