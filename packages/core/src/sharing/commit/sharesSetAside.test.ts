import { describe, expect, it } from 'vitest'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import type { Share, Snapshot } from '../snapshot/Snapshot.ts'
import { at, deciding, servedAccount } from './deciding.testing.ts'
import type { DecidingOptions } from './deciding.testing.ts'
import { shareMs } from './leaseTimes.ts'
import { endShares, heldUntil, releaseTokens, renewShare } from './shares.ts'
import { accountOf, attempt, maxFlightMs, memberWith, snapshotOf, workOf } from './snapshot.testing.ts'

const share: Share = { requests: 10, windowMs: 1000, until: 1e9 }
const ofToken: Share = { ...share, credentialId: 'c' }
const options = { ...workOf().options, outageShare: 0.1 }

/** The shares of a member after it has renewed that of one account, of a limit of 100. */
function renewed({ work, ...given }: DecidingOptions, account = 'a') {
  const all = deciding({ work: { options, ...work }, ...given })
  renewShare(all, account)
  return { shares: all.me.shares, reserved: all.rules.account(account).budget.reserved }
}

describe('what is spent of a share counts', () => {
  it('for the longest request and a window after its end, if it has no token', () => {
    expect(heldUntil({ maxFlightMs: 10 }, { ...share, until: 100 })).toBe(100 + 10 + 1001.5)
  })

  it('as long as a failed login, if that is longer than the window and it has a token', () => {
    expect(heldUntil({ maxFlightMs: 10 }, { ...ofToken, until: 100 })).toBe(100 + 10 + unconfirmedMs)
    expect(heldUntil({ maxFlightMs: 0 }, { ...ofToken, until: 0, windowMs: 1e6 })).toBe(1e6 + 501)
  })
})

describe('shares that have ended', () => {
  const ended = { ...share, until: at - maxFlightMs - 1001.5 }

  function after(shares: Record<string, Share>, reserved?: number): Snapshot {
    const account = accountOf('c')
    if (reserved !== undefined) account.budget.permits.reserved = reserved
    const snapshot = snapshotOf(
      { b: memberWith({ shares }), d: memberWith({ shares: { a: share } }) },
      { a: account },
    )
    endShares(snapshot, at)
    return snapshot
  }

  it('are taken from their member, and the others stay', () => {
    expect(after({ a: ended, b: share }).members['b']).toEqual(memberWith({ shares: { b: share } }))
    expect(after({ a: ended }).members['b']).toEqual(memberWith())
  })

  it('are not set aside any more, and the others are', () => {
    const reserved = (shares: Record<string, Share>) =>
      after(shares, 99).accounts['a']?.budget.permits.reserved
    expect([reserved({ a: share }), reserved({ a: ended })]).toEqual([20, 10])
  })

  it('leave nothing set aside once all have ended', () => {
    const account = accountOf('c')
    account.budget.permits.reserved = 5
    const snapshot = snapshotOf({ b: memberWith() }, { a: account })
    endShares(snapshot, at)
    expect(snapshot.accounts['a']?.budget).toEqual(accountOf('c').budget)
    expect(snapshot.accounts['a']?.budget.permits).not.toHaveProperty('reserved')
  })

  it('change no account and no member if there are none', () => {
    const [account, sharer, other] = [accountOf('c'), memberWith({ shares: { a: share } }), memberWith()]
    account.budget.permits.reserved = 10
    const snapshot = snapshotOf({ sharer, other }, { a: account, b: accountOf('d') })
    const before = { ...snapshot.accounts }
    endShares(snapshot, at)
    expect(snapshot.accounts['a']).toBe(before['a'])
    expect(snapshot.accounts['b']).toBe(before['b'])
    expect([snapshot.members['sharer'], snapshot.members['other']]).toEqual([sharer, other])
    expect(snapshot.members['sharer']).toBe(sharer)
  })
})

describe('a member that has stopped to spend its shares', () => {
  it('keeps that of the anonymous caller, and those that it still spends', () => {
    const me = memberWith({ shares: { anonymous: share, a: ofToken, b: ofToken } })
    releaseTokens(me, { spent: [], withToken: ['b'] })
    expect(me.shares).toEqual({ anonymous: share, b: ofToken })
  })

  it('has no shares if it had none', () => {
    const me = memberWith()
    releaseTokens(me, { spent: ['a'], withToken: ['a'] })
    expect(me).not.toHaveProperty('shares')
  })
})

describe('a member that leaves', () => {
  const leaving = (spent: string[], until = 1e9) =>
    renewed({
      me: { shares: { a: { ...ofToken, until }, b: share } },
      work: { isLeaving: true, shares: { spent, withToken: [] } },
    }).shares

  it('gives back what it has not spent', () => {
    expect(leaving(['b'])).toEqual({ b: share })
  })

  it('leaves what it has spent to be counted from now on, without its token', () => {
    expect(leaving(['a'])).toEqual({ a: { ...share, until: at, credentialId: undefined }, b: share })
    expect(leaving(['a'], at - 1)).toMatchObject({ a: { until: at - 1 } })
  })

  it('gets no share', () => {
    expect(renewed({ work: { isLeaving: true } }).shares).toBeUndefined()
    expect(renewed({ me: { shares: { b: share } }, work: { isLeaving: true } }).shares).toEqual({ b: share })
  })
})

describe('a share', () => {
  it('is not set aside if the member wants none', () => {
    expect(renewed({ work: { options: workOf().options } }).shares).toBeUndefined()
  })

  it('is a part of the limit, for the token of the account and its window', () => {
    const own = { requests: 10, windowMs: 3_600_000, until: at + shareMs, credentialId: 'c' }
    expect(renewed({})).toEqual({ shares: { a: own }, reserved: 10 })
  })

  it('may be of a single request', () => {
    const given = { options: { ...options, outageShare: 0.01 } }
    expect(renewed({ work: given }).shares).toMatchObject({ a: { requests: 1 } })
  })

  it('is for the newest token that is verified', () => {
    const verified = { kind: 'verified', provenAt: at, believedUntil: 1e9, acceptedSentAt: at } as const
    const tokenOf = (statuses: Snapshot['auth']['statuses']) =>
      renewed({
        change: (snapshot) => {
          snapshot.accounts['a'] = servedAccount('c', 'd', 'e')
          snapshot.auth = { ...snapshot.auth, statuses }
        },
      }).shares?.['a']?.credentialId
    expect(tokenOf({ c: verified, d: verified })).toBe('d')
  })

  it('is renewed for the token that it has', () => {
    const shares = { a: { ...ofToken, credentialId: 'old', until: at } }
    expect(renewed({ me: { shares } }).shares?.['a']).toMatchObject({
      credentialId: 'old',
      until: at + shareMs,
    })
  })

  it('is no more than the permits that are left', () => {
    const attempts = Object.fromEntries(Array.from({ length: 95 }, (_, index) => [`b.${index}`, attempt()]))
    expect(renewed({ others: { b: memberWith({ attempts }) } }).shares).toMatchObject({ a: { requests: 5 } })
  })

  it('stays as it is, though no permits are left', () => {
    const attempts = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`b.${index}`, attempt()]))
    const shares = { a: { ...ofToken, requests: 4, windowMs: 9e9 } }
    const { shares: after } = renewed({ me: { shares }, others: { b: memberWith({ attempts }) } })
    expect(after).toEqual({ a: { ...ofToken, requests: 4, windowMs: 9e9 } })
  })

  it('grows up to the part that the member wants, by permits that are left', () => {
    const change: DecidingOptions['change'] = (snapshot) => {
      const account = servedAccount('c')
      account.budget.permits.reserved = 4
      snapshot.accounts['a'] = account
    }
    const shares = { a: { ...ofToken, requests: 4 } }
    expect(renewed({ me: { shares }, change })).toMatchObject({
      shares: { a: { requests: 10 } },
      reserved: 10,
    })
  })

  it('is set aside besides those that the member has of other accounts', () => {
    expect(renewed({ me: { shares: { b: share } } }).shares).toMatchObject({ a: { requests: 10 }, b: share })
  })

  it('of the anonymous caller has no token, and is set aside without waiting for failed logins', () => {
    const terms = { assumed: { requests: 100, windowMs: 1000 } }
    const change: DecidingOptions['change'] = (snapshot) => {
      const account = servedAccount()
      account.budget.permits.windowsMs = [1000]
      snapshot.accounts['anonymous'] = account
      snapshot.lost = { from: 'old', version: 1, knownAt: 0, at: at - 2000, unheard: ['b'] }
    }
    const all = deciding({ terms, change, work: { options } })
    const assumed = { requests: 100, windowMs: 1000 }
    all.rules.declare(
      'anonymous',
      { assumed, given: undefined, burstShare: 1, reserve: 0, maxWaiting: 1 },
      [],
    )
    renewShare(all, 'a')
    expect(all.me.shares).toBeUndefined()
    renewShare(all, 'anonymous')
    const own = { requests: 10, windowMs: 1000, until: at + shareMs, credentialId: undefined }
    expect(all.me.shares).toEqual({ anonymous: own })
  })
})
