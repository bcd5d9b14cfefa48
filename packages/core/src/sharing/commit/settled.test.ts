import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../contract/Outcome.ts'
import { call, outcomes } from '../../limiter/call.testing.ts'
import type { Attempt } from '../snapshot/Snapshot.ts'
import { at, deciding } from './deciding.testing.ts'
import type { DecidingOptions } from './deciding.testing.ts'
import { attempt } from './snapshot.testing.ts'

const sent = call({ credentialId: 'c', sentAt: at })
const flight = attempt({ credentialId: 'c', sentAt: at })

/** What the rules know after an attempt of the member has ended. */
function settled(given: Partial<Attempt>, outcome: Outcome, options: DecidingOptions = {}) {
  const ended = { ...flight, ...given }
  const { rules, snapshot } = deciding({ me: { attempts: { 'me.1': ended } }, ...options })
  rules.settled('me.1', ended, sent, outcome)
  rules.save()
  const { statuses, unconfirmed } = snapshot.auth
  const ofAddress = rules.account('anonymous').budget.held(at)
  const { budget } = rules.account('a')
  return { rules, unconfirmed, ofAddress, status: statuses['c']?.kind, held: budget.held(at), budget }
}

describe('an attempt that got no response', () => {
  it.each([undefined, false, true])('may have been a failed login, of a probe or not: %s', (isProbe) => {
    const { unconfirmed } = settled({ isProbe }, outcomes.lost)
    expect(unconfirmed).toMatchObject([{ credentialId: 'c', isRejection: false, isProbe: isProbe ?? false }])
  })

  it('takes no slot any more', () => {
    const { rules } = settled({}, outcomes.lost)
    expect(rules.auth.isIdle('c', at)).toBe(true)
  })

  it('of an anonymous call is no failed login', () => {
    expect(settled({ credentialId: undefined }, outcomes.lost).unconfirmed).toEqual([])
  })
})

it('an attempt that was not sent gives its permit back, and proves nothing', () => {
  expect(settled({}, outcomes.unsent)).toMatchObject({
    held: 0,
    ofAddress: 0,
    unconfirmed: [],
    status: 'verified',
  })
})

it.each([
  ['may count against the address, if its credential is not verified', {}, 1],
  ['does not count against the address, if its credential is verified', undefined, 0],
])('an attempt that got no response %s', (_, statuses, ofAddress) => {
  const change: DecidingOptions['change'] = (snapshot) => {
    if (statuses) snapshot.auth = { ...snapshot.auth, statuses }
  }
  const attempts = { 'me.1': flight }
  expect(settled({}, outcomes.lost, { me: { attempts }, change }).ofAddress).toBe(ofAddress)
})

it('an attempt that was sent in this commit ends as the call that was sent', () => {
  const { rules, snapshot } = deciding()
  rules.sent('me.1', 'a', sent)
  rules.settled('me.1', flight, { ...sent }, outcomes.lost)
  rules.save()
  expect(snapshot.auth.unconfirmed).toMatchObject([{ credentialId: 'c' }])
  expect(rules.auth.isIdle('c', at)).toBe(true)
})

it('a lockout lasts for a time that the random number of the commit adds to', () => {
  const probeAt = (random: number): number | undefined => {
    const { rules, snapshot } = deciding({ work: { random } })
    rules.settledLate(sent, false, outcomes.locked)
    rules.save()
    return snapshot.auth.lockout?.probeAt
  }
  expect([probeAt(0), probeAt(0.5)]).toEqual([at + 60_000, at + 63_000])
})

describe('a leased attempt', () => {
  const leased = { isLeased: true }

  it('that was rejected is learnt from once', () => {
    const { rules, ...rest } = settled(leased, outcomes.rejected)
    expect(rest).toMatchObject({ held: 1, ofAddress: 1, status: 'rejected' })
    expect(rest.unconfirmed).toMatchObject([{ isRejection: true, isProbe: false }])
    expect(rules.auth.isIdle('d', at)).toBe(true)
  })

  it('that got no response may have been one failed login, with a verified credential', () => {
    expect(settled(leased, outcomes.lost).unconfirmed).toMatchObject([{ isRejection: false, isProbe: false }])
  })

  it('that was not sent gives its permit back', () => {
    expect(settled(leased, outcomes.unsent)).toMatchObject({ held: 0, unconfirmed: [], status: 'verified' })
  })
})

describe('a 401 that does not say that the token is invalid', () => {
  it.each([
    [true, 'rejected'],
    [false, 'unverified'],
  ])('and comes too late rejects the credential if the call was a probe: %s', (isProbe, kind) => {
    const { rules, snapshot } = deciding()
    rules.settledLate(sent, isProbe, outcomes.unauthorized)
    rules.save()
    expect(snapshot.auth.statuses['c']?.kind).toBe(kind)
  })

  it('is of the endpoint to which its own call was sent', () => {
    const ended = ['me.2', 'me.1'].map((attemptId) => ({
      attemptId,
      attempt: flight,
      call: { ...sent, endpoint: `GET /${attemptId}` },
      outcome: outcomes.unauthorized,
    }))
    const attempts = { 'me.1': flight, 'me.2': flight }
    const { rules } = settled({}, outcomes.unauthorized, { me: { attempts }, work: { ended } })
    const refused = ['me.1', 'me.2'].map((id) =>
      rules.auth.endpointRefusedUntil({ ...sent, endpoint: `GET /${id}` }, at),
    )
    expect(refused).toEqual([at + 60_000, undefined])
  })
})
