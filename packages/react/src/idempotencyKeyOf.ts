/**
 * One key for each `mutate`: TanStack Query makes one context for it, and hands the same to every retry. Kept here and
 * not in the options, which are made anew whenever a component renders; two writes never share a context.
 */
const keys = new WeakMap<object, string>()

/** The idempotency key of the `mutate` that `run` is the context of. */
export function idempotencyKeyOf(run: object): string {
  const key = keys.get(run) ?? createKey()
  keys.set(run, key)
  return key
}

/** 128 random bits. Unlike `crypto.randomUUID` it is to be had on a page that came over plain http, too. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
