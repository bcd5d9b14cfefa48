import type { Document, SharedAccount, SharedFlight } from './Snapshot.ts'
import { anonymousId } from './Snapshot.ts'
import type { Doubt } from '../limiter/auth/Unconfirmed.ts'
import { doubtMs } from '../limiter/auth/Unconfirmed.ts'

/**
 * The document with every flight ended of which nobody will say how it did: those that are past their longest, and those of
 * `member` itself that it knows nothing of. Each counts as given up, at its worst.
 */
export function settleOverdue(
  document: Document,
  now: number,
  isKnown: (flight: SharedFlight) => boolean,
): Document {
  const ended = document.flights.filter((flight) => flight.until <= now || !isKnown(flight))
  if (ended.length === 0) return document
  const accounts = { ...document.accounts }
  const doubts: Doubt[] = [...document.verdicts.doubts]
  for (const { account, credential, until } of ended) {
    hold(accounts, account, until)
    if (credential === undefined) continue
    // It may have been counted against the address instead (CONTRACT, "Does a refused request count?").
    hold(accounts, anonymousId, until)
    doubts.push({ credential, endedAt: until, until: until + doubtMs, isRejection: false })
  }
  return {
    ...document,
    accounts,
    verdicts: { ...document.verdicts, doubts },
    flights: document.flights.filter((flight) => !ended.includes(flight)),
  }
}

function hold(accounts: Record<string, SharedAccount>, id: string, until: number): void {
  const account = accounts[id]
  if (account === undefined) return
  const { permits } = account.budget
  const lostUntil = [...permits.lostUntil, until]
  accounts[id] = { ...account, budget: { ...account.budget, permits: { ...permits, lostUntil } } }
}
