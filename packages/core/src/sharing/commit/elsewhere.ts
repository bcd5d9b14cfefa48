import type { Elsewhere, Flight } from '../../limiter/auth/InFlight.ts'
import { leasedFlights } from './leasedSlots.ts'
import { othersThan } from './others.ts'
import type { Attempt, MemberState, Snapshot } from '../snapshot/Snapshot.ts'

/** What the others have in flight, or may have, for the rules of the lockout. */
export function elsewhere(snapshot: Snapshot, memberId: string): Elsewhere {
  return {
    flights: othersThan(memberId, snapshot).flatMap(flightsOf),
    hasUnseen: Object.values(snapshot.members).some((member) => unseenTokens(member).length > 0),
  }
}

/**
 * The requests of a member that may fail. With a token it spends its share one at a time, and only
 * if it has nothing else in flight. So one of them stands for that, or else one more is counted. It
 * counts at any time, since it may be sent at any time.
 */
export function flightsOf(member: MemberState): Flight[] {
  const flights = [...ordinaryFlights(member), ...leasedFlights(member)]
  for (const credentialId of unseenTokens(member)) {
    const unseen = { credentialId, sentAt: Infinity, isProbe: false }
    const index = flights.findIndex((flight) => flight.credentialId === credentialId && !flight.isProbe)
    flights.splice(index < 0 ? flights.length : index, 1, unseen)
  }
  return flights
}

/** The attempts of a member that have slots of their own. */
export function ordinaryFlights({ attempts }: Pick<MemberState, 'attempts'>): Flight[] {
  const flights: Flight[] = []
  for (const id in attempts) {
    const { credentialId, sentAt, isProbe = false, isLeased } = attempts[id] as Attempt
    if (isLeased !== true) flights.push({ credentialId, sentAt, isProbe })
  }
  return flights
}

/** The tokens with which a member may send what the others do not hear of. */
export function unseenTokens({ shares = {} }: Pick<MemberState, 'shares'>): string[] {
  return Object.values(shares).flatMap(({ credentialId }) =>
    credentialId === undefined ? [] : [credentialId],
  )
}
