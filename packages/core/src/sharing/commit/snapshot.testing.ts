import { newAccount } from '../../limiter/AccountRules.ts'
import type { Attempt, MemberState, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'
import { emptySnapshot } from '../snapshot/Snapshot.ts'
import type { AccountWork, Work } from './Work.ts'

export const maxFlightMs = 60_000

export function attempt(given: Partial<Attempt> = {}): Attempt {
  return { account: 'a', sentAt: 0, timeoutMs: 30_000, ...given }
}

/** A member whose lease does not end. */
export function memberWith(given: Partial<MemberState> = {}): MemberState {
  return { at: 0, until: 1e9, maxFlightMs, attempts: {}, wants: {}, ...given }
}

export function accountOf(...credentialIds: string[]): StoredAccount {
  return { ...newAccount(), credentialIds }
}

export function snapshotOf(
  members: Record<string, MemberState>,
  accounts: Record<string, StoredAccount> = {},
): Snapshot {
  return { ...emptySnapshot('lineage'), members, accounts }
}

/** What a member brings that has nothing to say. */
export function workOf(given: Partial<Work> = {}): Work {
  return {
    memberId: 'me',
    lineage: 'me.1',
    joinedAt: 0,
    random: 0,
    options: { maxFlightMs, verifiedForMs: 60_000, maxInFlight: 4, outageShare: 0, fewCommitsFrom: 10_000 },
    shares: { spent: [], withToken: [] },
    known: undefined,
    held: {},
    slots: undefined,
    ended: [],
    pardoned: [],
    accounts: [],
    isLeaving: false,
    ...given,
  }
}

/** An account that nothing limits but `requests` an hour. */
export const terms = {
  assumed: { requests: 100, windowMs: 3_600_000 },
  given: undefined,
  burstShare: 1,
  reserve: 0,
  maxWaiting: 100,
}

/** What the account `a` of the credential `c` brings to a commit while none of its calls waits. */
export function accountWork(given: Partial<AccountWork> = {}): AccountWork {
  return {
    id: 'a',
    isNamed: false,
    credentialIds: ['c'],
    terms,
    limits: [],
    wanted: [],
    waiting: 0,
    spare: [],
    ...given,
  }
}
