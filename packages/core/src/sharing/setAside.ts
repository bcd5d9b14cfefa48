import type { CommitContext, StorePort } from '../contract/Store.ts'

/** Keeps a text that made no sense where a person can look at it, and tells the place. */
export async function setAside(
  port: StorePort,
  { key }: { readonly key: string },
  damaged: string,
  context: CommitContext,
): Promise<void> {
  const place = `${key} damaged`
  const kept = port.commit(place, () => ({ next: damaged, result: place }), context)
  context.onDamage(
    await kept.then(({ result }) => result).catch(() => 'no place, since the store cannot be written'),
  )
}
