import type { Mutation, MutationFunctionContext } from '@tanstack/react-query'

/** What TanStack Query keeps of a `mutate`, dehydrated and restored with it, and the key that is added to it here. */
interface KeyedState {
  readonly idempotencyKey?: string
}

/** The run of each mutation: TanStack Query makes one context for it, and hands the same to every retry. */
const runs = new WeakMap<Mutation, MutationFunctionContext>()

/**
 * Returns the idempotency key of the `mutate` that `run` is the context of. The key is part of the mutation's state, so it is
 * the same in every retry, and after the mutation was dehydrated and resumed elsewhere.
 */
export function idempotencyKeyOf(run: MutationFunctionContext, variables: unknown, write: unknown): string {
  const all = run.client.getMutationCache().getAll()
  const mutation =
    all.find((each) => runs.get(each) === run) ??
    // Of several pending mutations that call `write` with these variables, each may take any key, once.
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

/** Makes 128 random bits. Unlike `crypto.randomUUID` it works on a page that came over plain http. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
