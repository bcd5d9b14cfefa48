import type { AccountTerms } from '../../contract/AccountTerms.ts'
import type { MemberState, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'
import type { Deciding } from './Deciding.ts'
import { countInFlight } from './leases.ts'
import { SharedRules } from './SharedRules.ts'
import { accountOf, memberWith, snapshotOf, terms, workOf } from './snapshot.testing.ts'
import type { WantedCall, Work } from './Work.ts'

export const windowMs = 3_600_000
export const at = 10_000

/** Calls that want a permit, named `m.0`, `m.1` and so on. */
export function wantedCalls(count: number, credentialId?: string): WantedCall[] {
  return Array.from({ length: count }, (_, index) => ({
    attemptId: `m.${index}`,
    call: { credentialId, endpoint: '', level: 1, whenLocked: 'fail' },
    timeoutMs: 30_000,
  }))
}

/** An account whose server serves without saying what is left, so that several calls may leave. */
export function servedAccount(...credentialIds: string[]): StoredAccount {
  return { ...accountOf(...credentialIds), said: { isSilent: true, stated: [], refusals: 0 } }
}

export interface DecidingOptions {
  readonly requests?: number
  readonly me?: Partial<MemberState>
  readonly others?: Record<string, MemberState>
  readonly change?: (snapshot: Snapshot) => void
  readonly work?: Partial<Work>
  readonly terms?: Partial<AccountTerms>
}

/** A commit of `me` under way, with the account `a` of the credential `c`. */
export function deciding({ requests = 100, work = {}, ...given }: DecidingOptions = {}): Deciding {
  const me = memberWith(given.me)
  const snapshot = snapshotOf({ me, ...given.others }, { a: servedAccount('c') })
  const verified = { kind: 'verified', provenAt: at, believedUntil: 1e9, acceptedSentAt: at } as const
  snapshot.auth = { ...snapshot.auth, statuses: { c: verified } }
  given.change?.(snapshot)
  countInFlight(snapshot)
  const whole = workOf(work)
  const rules = new SharedRules(snapshot, whole, at)
  rules.declare('a', { ...terms, assumed: { requests, windowMs }, ...given.terms }, [])
  return { snapshot, rules, me, work: whole, at }
}
