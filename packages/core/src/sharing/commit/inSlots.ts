import type { Attempt, MemberState } from '../snapshot/Snapshot.ts'

/**
 * The attempts that take the slots of a member: those that were in flight when it last committed,
 * or one that it holds for a call to come. Until its next commit it has no more in flight.
 */
export function inSlots({ attempts, until }: Pick<MemberState, 'attempts' | 'until'>): Map<string, Attempt> {
  const all = Object.entries(attempts)
  const spare = all.filter(([, { isSpare }]) => isSpare)
  if (spare.length === 0) return new Map(all)
  const slots = new Map(all.filter(([, { isSpare }]) => !isSpare))
  for (const [id, attempt] of spare) if (!has(slots, attempt.credentialId)) slots.set(id, attempt)
  // Another call may be in flight there by now, and was sent before the end of the lease.
  for (const [id, attempt] of slots)
    if (spare.some(([, { credentialId }]) => credentialId === attempt.credentialId))
      slots.set(id, { ...attempt, sentAt: until })
  return slots
}

function has(slots: ReadonlyMap<string, Attempt>, wanted: string | undefined): boolean {
  return [...slots.values()].some(({ credentialId }) => credentialId === wanted)
}
