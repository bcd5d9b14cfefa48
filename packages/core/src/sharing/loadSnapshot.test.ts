import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../limiter/call.testing.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import type { UnwrittenAttempt } from './loadSnapshot.ts'
import { loadSnapshot } from './loadSnapshot.ts'
import { accountOf, attempt, memberWith, snapshotOf } from './commit/snapshot.testing.ts'
import type { MemberState, StoredAccount } from './snapshot/Snapshot.ts'

const now = 10_000
const verified = { kind: 'verified', provenAt: now, believedUntil: 1e9, acceptedSentAt: now } as const

/** An account in the store with `inFlight` requests in flight. */
function storedAccount(inFlight: number): StoredAccount {
  const account = accountOf('c')
  return { ...account, budget: { ...account.budget, permits: { ...account.budget.permits, inFlight } } }
}

interface Loading {
  readonly accounts?: Record<string, StoredAccount>
  readonly members?: Record<string, MemberState>
  readonly joinedAt?: number
  readonly unwritten?: (owner: ReturnType<typeof sharedAccount>) => UnwrittenAttempt[]
}

/** The rules of the member `me`, with the accounts `a` and `b`, after what the store has. */
function load({ accounts = {}, members = {}, joinedAt = 0, unwritten = () => [] }: Loading = {}) {
  const [a, b] = [sharedAccount('a'), sharedAccount('b')]
  const host = sharingHost(a, b)
  const snapshot = snapshotOf(members, accounts)
  snapshot.auth = { ...snapshot.auth, statuses: { c: verified } }
  b.rules.budget.sent()
  loadSnapshot(host, snapshot, { memberId: 'me', joinedAt, now, unwritten: unwritten(a) })
  return { a, b, auth: host.auth, snapshot }
}

describe('the rules of a member', () => {
  it('go on from what the store has of each account', () => {
    const { a } = load({ accounts: { a: storedAccount(3) } })
    expect(a.rules.budget.inFlight).toBe(3)
  })

  it('keep what they know of an account that the store does not know', () => {
    const { b } = load({ accounts: { a: storedAccount(3) } })
    expect(b.rules.budget.inFlight).toBe(1)
  })

  it('change nothing of what the store had', () => {
    const { a, snapshot } = load({ accounts: { a: storedAccount(3) } })
    a.rules.budget.sent()
    a.rules.budget.hold(now, now + 5)
    expect(snapshot.accounts).toEqual({ a: storedAccount(3) })
  })

  it('believe what was proven since the member joined, and nothing from before', () => {
    expect(load().auth.status('c', now).status).toBe('verified')
    expect(load({ joinedAt: now + 1 }).auth.status('c', now).status).toBe('unverified')
  })

  it('count what the other members have in flight, and not what their own member has', () => {
    const probe = { p: attempt({ credentialId: 'd', isProbe: true }) }
    const other = load({ members: { other: memberWith({ attempts: probe }) } })
    expect(other.auth.opensAt(call({ credentialId: 'd' }), now)).toBe(Infinity)
    const own = load({ members: { me: memberWith({ attempts: probe }) } })
    expect(own.auth.opensAt(call({ credentialId: 'd' }), now)).toBe(now)
  })
})

describe('a request whose end is not written yet', () => {
  const given = call({ credentialId: 'c', sentAt: now })

  function ended(outcome: UnwrittenAttempt['outcome'], isProbe?: boolean) {
    return load({
      accounts: { a: storedAccount(2) },
      unwritten: (owner) => [
        { attemptId: 'me.1', attempt: attempt({ credentialId: 'c', isProbe }), call: given, outcome, owner },
      ],
    })
  }

  it('is not in flight any more for the limit, and holds its permit', () => {
    const { a } = ended(outcomes.ok)
    expect([a.rules.budget.inFlight, a.rules.budget.held(now)]).toEqual([1, 2])
  })

  it('counts for each rule of its account', () => {
    const { a } = ended({ ...outcomes.limited, retryAfterMs: 5000 })
    expect(a.rules.serverLimit.closedUntil(now)).toBeGreaterThanOrEqual(now + 5000)
  })

  it('counts for no other account', () => {
    const { b } = ended(outcomes.ok)
    expect(b.rules.budget.inFlight).toBe(1)
  })

  it('counts as a failed login if its response is missing', () => {
    expect(ended(outcomes.ok).auth.hasUnconfirmed(now)).toBe(false)
    expect(ended(outcomes.lost).auth.hasUnconfirmed(now)).toBe(true)
  })

  it('is not in flight any more for the lockout', () => {
    const { auth } = ended(outcomes.ok)
    expect(auth.mayOpenEarlier(given)).toBe(false)
    expect(auth.isQuiet(now)).toBe(true)
  })

  it.each([
    ['a probe', true, true],
    ['a request that was not a probe', undefined, false],
  ])('counts as a missing response to %s', (_, given, isProbe) => {
    expect(ended(outcomes.lost, given).auth.snapshot(now).unconfirmed).toMatchObject([{ isProbe }])
  })
})
