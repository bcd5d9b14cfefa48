import type { Flight } from '../../limiter/auth/InFlight.ts'
import type { LeasedSlots, MemberState } from '../snapshot/Snapshot.ts'

/** Keeps no slots for attempts that are not there. */
export function trimSlots(me: MemberState): void {
  if (me.slots && leasedFlights(me).length === 0) delete me.slots
}

/**
 * The leased attempts of a member that may be in flight. Each counts at any time, since it may be
 * sent at any time.
 */
export function leasedFlights({ attempts, slots }: Pick<MemberState, 'attempts' | 'slots'>): Flight[] {
  const flights: Flight[] = []
  if (slots === undefined) return flights
  for (const id in attempts) {
    if (flights.length >= slots.count) break
    if (attempts[id]?.isLeased === true)
      flights.push({ credentialId: slots.credentialId, sentAt: Infinity, isProbe: false })
  }
  return flights
}

/** Returns the ids of attempts that may be in flight: of those leased, one for each slot. */
export function mayBeInFlight({ attempts, slots }: Pick<MemberState, 'attempts' | 'slots'>): Set<string> {
  const ids = new Set<string>()
  let left = slots?.count ?? 0
  for (const id in attempts) {
    if (attempts[id]?.isLeased === true && left-- <= 0) continue
    ids.add(id)
  }
  return ids
}

/** Returns the larger of two records of a member's slots: either may be the newer one. */
export function mostSlots(
  one: LeasedSlots | undefined,
  other: LeasedSlots | undefined,
): LeasedSlots | undefined {
  return (one?.count ?? 0) >= (other?.count ?? 0) ? one : other
}
