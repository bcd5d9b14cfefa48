import { describe, expect, it } from 'vitest'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import type { MemberState, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'
import { leaseMs, shareMs } from './leaseTimes.ts'
import { mattersUntil } from './mattersUntil.ts'
import { accountOf, attempt, maxFlightMs, memberWith, snapshotOf } from './snapshot.testing.ts'

/** How long a permit of a window of a second is held: the window, and what clocks may differ. */
const heldMs = 1000 + 1000 * 0.0005 + 1

function accountWith(given: Partial<StoredAccount> = {}, windowsMs = [1000]): StoredAccount {
  const account = { ...accountOf('c'), ...given }
  account.budget.permits.windowsMs = windowsMs
  return account
}

function untilOf(given: Partial<Snapshot>): number {
  return mattersUntil({ ...snapshotOf({}), ...given })
}

it('an empty snapshot does not matter', () => {
  expect(untilOf({})).toBe(0)
})

describe('what is known of credentials matters', () => {
  const until = (auth: Partial<Snapshot['auth']>): number =>
    untilOf({ auth: { ...snapshotOf({}).auth, ...auth } })

  it('until the lockout may be over', () => {
    expect(until({ lockout: { since: 0, probeAt: 9000, reason: '', refusals: 0 } })).toBe(9000)
  })

  it('until the last missing response can no longer count as a failed login', () => {
    const missing = { credentialId: 'c', endedAt: 0, isRejection: false, isProbe: false }
    const unconfirmed = [7000, 9000, 8000].map((each) => ({ ...missing, until: each }))
    expect(until({ unconfirmed })).toBe(9000)
  })

  const verified = { kind: 'verified', provenAt: 0, believedUntil: 8000, acceptedSentAt: 0 } as const
  const rejected = { kind: 'rejected', recheckAt: 9000, times: 1 } as const
  const refused = [7500, 8500, 8200].map((each) => ({ endpoint: 'e', until: each, times: 1 }))

  it.each<[string, Snapshot['auth']['statuses'], number]>([
    ['until a verified credential must be verified again', { c: verified }, 8000],
    ['until a rejected credential may be tried again', { c: rejected }, 9000],
    ['until the last of all credentials', { d: rejected, c: verified }, 9000],
    ['not at all for an unverified credential', { c: { kind: 'unverified' } }, 0],
    ['until the last endpoint that refuses a credential', { c: { ...verified, refused } }, 8500],
    [
      'until its credential is tried again, if no endpoint refuses for longer',
      { c: { ...rejected, refused } },
      9000,
    ],
  ])('%s', (_, statuses, at) => {
    expect(until({ statuses })).toBe(at)
  })
})

describe('what an account holds matters', () => {
  const until = (account: StoredAccount): number => untilOf({ accounts: { a: account } })

  it.each(['answered', 'lost'] as const)('for a window after the last permit of those %s', (which) => {
    const account = accountWith()
    account.budget.permits[which].at.push(5000, 5500, 6000)
    expect(until(account)).toBe(6000 + heldMs)
  })

  it('for the longest of its windows', () => {
    const account = accountWith({}, [100, 1000])
    account.budget.permits.answered.at.push(5000)
    expect(until(account)).toBe(5000 + heldMs)
  })

  it.each<[string, Partial<StoredAccount>]>([
    ['the server asked to wait', { said: { isSilent: false, stated: [], refusals: 0, closedUntil: 9000 } }],
    [
      'what the server stated may hold',
      { said: { isSilent: false, stated: [], refusals: 0, statedUntil: 9000 } },
    ],
    ['the next request is due', { pace: { dueAt: 9000 } }],
    ['the pace is back to normal', { pace: { waryUntil: 9000 } }],
  ])('until %s', (_, given) => {
    expect(until(accountWith(given))).toBe(9000)
  })

  it('until the last of all accounts', () => {
    const accounts = { a: accountWith({ pace: { dueAt: 9000 } }), b: accountWith({ pace: { dueAt: 8000 } }) }
    expect(untilOf({ accounts })).toBe(9000)
  })
})

describe('what a member holds matters', () => {
  const until = (given: Partial<MemberState>, accounts: Snapshot['accounts'] = {}): number =>
    untilOf({ members: { b: memberWith({ until: 10_000, ...given }) }, accounts })

  it('not at all if it holds and wants nothing', () => {
    expect(until({})).toBe(0)
  })

  it('until its request can no longer be a failed login, counted from the end of its lease', () => {
    expect(until({ attempts: { x: attempt({ timeoutMs: 0 }) } })).toBe(10_000 + maxFlightMs + unconfirmedMs)
  })

  it('for a window of its account after the request is given up', () => {
    const attempts = { x: attempt({ account: 'a', sentAt: 5000, timeoutMs: 900_000 }) }
    const countedBy = 5000 + leaseMs + 900_000 + maxFlightMs
    expect(until({ attempts }, { a: accountWith() })).toBe(countedBy + heldMs)
  })

  it('without a window if its account is not known', () => {
    const attempts = { x: attempt({ sentAt: 5000, timeoutMs: 900_000 }) }
    expect(until({ attempts })).toBe(5000 + leaseMs + 900_000 + maxFlightMs + 1)
  })

  it('until the last of its requests', () => {
    const late = attempt({ sentAt: 5000, timeoutMs: 900_000 })
    const countedBy = 5000 + leaseMs + 900_000 + maxFlightMs + 1
    expect(until({ attempts: { x: late, y: attempt() } })).toBe(countedBy)
    expect(until({ attempts: { y: attempt(), x: late } })).toBe(countedBy)
  })

  it('until the server has forgotten what it may spend of its shares', () => {
    const share = { requests: 1, windowMs: 1000, until: shareMs }
    const shares = { a: share, b: { ...share, until: 1000 } }
    expect(until({ shares })).toBe(shareMs + maxFlightMs + heldMs)
  })

  it('until it no longer counts as waiting', () => {
    const want = { since: 0, count: 1, readyAt: 0, until: 9000 }
    expect(until({ wants: { a: want, b: { ...want, until: 8000 } } })).toBe(9000)
  })

  it('until the last of all members', () => {
    const wants = (end: number) => ({ a: { since: 0, count: 1, readyAt: 0, until: end } })
    const members = { b: memberWith({ wants: wants(9000) }), c: memberWith({ wants: wants(8000) }) }
    expect(untilOf({ members })).toBe(9000)
  })
})

describe('that data was lost matters', () => {
  const lost = { from: 'old', version: 1, knownAt: 0, at: 5000, unheard: ['b'] }

  it('for the longest window of all accounts', () => {
    const accounts = { a: accountWith(), b: accountWith({}, [100]) }
    expect(untilOf({ lost, accounts })).toBe(5000 + heldMs)
  })

  it('for no longer than the rest of the snapshot does, if that is longer', () => {
    const accounts = { a: accountWith({ pace: { dueAt: 9000 } }) }
    expect(untilOf({ lost, accounts })).toBe(9000)
  })
})
