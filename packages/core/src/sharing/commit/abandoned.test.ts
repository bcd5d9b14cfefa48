import { describe, expect, it } from 'vitest'
import { unconfirmedMs } from '../../limiter/auth/Unconfirmed.ts'
import type { Attempt } from '../snapshot/Snapshot.ts'
import { at, deciding } from './deciding.testing.ts'
import { attempt, memberWith } from './snapshot.testing.ts'

const times = { endedAt: at - 5, arrivedBy: at + 60_000, countedBy: at + 90_000 }
const flight = attempt({ credentialId: 'c' })
const missing = {
  credentialId: 'd',
  endedAt: at,
  until: 1e9,
  isRejection: false,
  isProbe: false,
  memberId: 'd',
}

function setUp(ofMember: Attempt) {
  const others = { b: memberWith({ attempts: { 'b.1': ofMember } }) }
  const all = deciding({
    others,
    change: (snapshot) => {
      snapshot.auth = { ...snapshot.auth, unconfirmed: [missing] }
    },
  })
  const { accounts } = all.snapshot
  const unheard = (id: string) => accounts[id]?.budget.permits.lost ?? { at: [], count: [] }
  return { ...all, unheard }
}

describe('an attempt whose member has vanished', () => {
  it('holds a permit until the server has counted it', () => {
    const { rules, snapshot, unheard } = setUp(flight)
    rules.abandoned(flight, times, 'b')
    expect(unheard('a')).toEqual({ at: [times.countedBy], count: [1] })
    expect(snapshot.accounts['a']?.budget.permits.inFlight).toBe(0)
  })

  it('holds one of the address, too, if it has a credential', () => {
    const { rules, unheard } = setUp(flight)
    rules.abandoned(flight, times)
    expect(unheard('anonymous')).toEqual({ at: [times.countedBy], count: [1] })
  })

  it('holds none of the address without a credential, and is no failed login', () => {
    const anonymous = attempt()
    const { rules, snapshot } = setUp(anonymous)
    rules.abandoned(anonymous, times, 'b')
    expect(snapshot.accounts).not.toHaveProperty('anonymous')
    expect(snapshot.auth.unconfirmed).toEqual([missing])
  })

  it.each([undefined, true])('may be a failed login of its member, of a probe or not: %s', (isProbe) => {
    const ofMember = { ...flight, isProbe }
    const { rules, snapshot } = setUp(ofMember)
    rules.abandoned(ofMember, times, 'b')
    const until = times.arrivedBy + unconfirmedMs
    const own = { credentialId: 'c', endedAt: times.endedAt, until, isRejection: false, memberId: 'b' }
    expect(snapshot.auth.unconfirmed).toEqual([missing, { ...own, isProbe: isProbe ?? false }])
  })

  it('is no failed login if it cannot be in flight', () => {
    const { rules, snapshot } = setUp(flight)
    rules.abandoned(flight, times)
    expect(snapshot.auth.unconfirmed).toEqual([missing])
  })

  it('may be one of the requests that the server said it would serve', () => {
    const { rules } = setUp(flight)
    const said = { isSilent: false, stated: [{ heardAt: 0, remaining: 9 }], statedUntil: 1e9, refusals: 0 }
    const { serverLimit } = rules.account('a')
    serverLimit.state = said
    rules.abandoned(flight, times, 'b')
    expect(serverLimit.state.stated).toEqual([{ heardAt: 0, remaining: 8 }])
  })
})

describe('an attempt whose member is back', () => {
  it('holds no permit for the time after its member vanished', () => {
    const { rules, unheard } = setUp(flight)
    rules.abandoned(flight, times)
    rules.takenBack(flight, times)
    expect([unheard('a').at, unheard('anonymous').at]).toEqual([[], []])
  })

  it('leaves the permits of the address as they are, if it has no credential', () => {
    const { rules, unheard } = setUp(flight)
    rules.abandoned(flight, times)
    rules.takenBack(attempt(), times)
    expect(unheard('anonymous').at).toEqual([times.countedBy])
  })

  it('is no failed login of its member any more, and those of others stay', () => {
    const own = { ...missing, credentialId: 'c', endedAt: times.endedAt, memberId: 'me' }
    const others = [
      { ...own, memberId: 'b' },
      { ...own, endedAt: at },
      { ...own, credentialId: 'd' },
    ]
    const { rules, snapshot } = setUp(flight)
    snapshot.auth = { ...snapshot.auth, unconfirmed: [...others, own, missing] }
    rules.takenBack(flight, times)
    expect(snapshot.auth.unconfirmed).toEqual([...others, missing])
    expect(snapshot.auth.statuses['c']?.kind).toBe('verified')
  })
})
