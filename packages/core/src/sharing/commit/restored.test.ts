import { describe, expect, it } from 'vitest'
import { call } from '../../limiter/call.testing.ts'
import type { Attempt, MemberState } from '../snapshot/Snapshot.ts'
import { at, deciding } from './deciding.testing.ts'
import type { DecidingOptions } from './deciding.testing.ts'
import { attempt, memberWith } from './snapshot.testing.ts'

const known = call({ credentialId: 'c', sentAt: at })
const flight = attempt({ credentialId: 'c', sentAt: at })
const leased = { ...flight, isLeased: true }

function attempts(count: number, each: Attempt): MemberState['attempts'] {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`me.${index}`, each]))
}

function opensAt(options: DecidingOptions, credentialId = 'c'): number {
  return deciding(options).rules.auth.opensAt({ ...known, credentialId }, at)
}

describe('a verified credential', () => {
  const status = (joinedAt: number | undefined): string =>
    deciding({ work: { joinedAt } }).rules.auth.status('c', at).status

  it('is verified for a member that was there when the API accepted the credential', () => {
    expect([status(at), status(at + 1)]).toEqual(['verified', 'unverified'])
  })

  it('is verified again by a member that joins now, unless the API accepts the credential now', () => {
    expect(status(undefined)).toBe('verified')
    const acceptedBefore: DecidingOptions['change'] = (snapshot) => {
      const before = { kind: 'verified', provenAt: at - 1, believedUntil: 1e9, acceptedSentAt: at } as const
      snapshot.auth = { ...snapshot.auth, statuses: { c: before } }
    }
    const { rules } = deciding({ work: { joinedAt: undefined }, change: acceptedBefore })
    expect(rules.auth.status('c', at).status).toBe('unverified')
  })
})

describe('the slots of a credential', () => {
  it('are taken by what its member has in flight', () => {
    const open = [3, 4].map((count) => opensAt({ me: { attempts: attempts(count, flight) } }) <= at)
    expect(open).toEqual([true, false])
  })

  it('are taken by the leased slots of its member, however many attempts use them', () => {
    const open = [3, 4].map((count) => {
      const slots = { credentialId: 'c', count }
      return opensAt({ me: { attempts: attempts(9, leased), slots } }) <= at
    })
    expect(open).toEqual([true, false])
  })

  it('are not taken by attempts without a credential', () => {
    const anonymous = { ...flight, credentialId: undefined }
    expect(opensAt({ me: { attempts: attempts(9, anonymous) } })).toBe(at)
  })

  it('are taken by what other members have in flight, and may send unseen', () => {
    const share = { requests: 1, windowMs: 1000, until: 1e9, credentialId: 'c' }
    const open = [3, 4].map((count) => {
      const b = memberWith({
        attempts: attempts(count - 1, { ...flight, credentialId: 'd' }),
        shares: { a: share },
      })
      return opensAt({ others: { b } }) <= at
    })
    expect(open).toEqual([true, false])
  })
})

it.each([
  [true, true],
  [false, false],
  [undefined, false],
])('an attempt of the member that is marked as a probe is one: %s', (isProbe, isOne) => {
  const probed = attempt({ credentialId: 'd', sentAt: at, isProbe })
  const lockout = { since: at, probeAt: at, reason: 'locked', refusals: 0 }
  const { rules } = deciding({
    me: { attempts: { 'me.1': probed } },
    change: (snapshot) => (snapshot.auth = { ...snapshot.auth, lockout }),
  })
  // While a probe is under way, only its response can end the lockout.
  expect(rules.auth.opensAt(known, at) === Infinity).toBe(isOne)
})
