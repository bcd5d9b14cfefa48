import { describe, expect, it } from 'vitest'
import { outcomes } from '../../limiter/call.testing.ts'
import { at, deciding, windowMs } from './deciding.testing.ts'
import { SharedRules } from './SharedRules.ts'
import { accountOf, attempt, memberWith, snapshotOf, workOf } from './snapshot.testing.ts'

const call = { credentialId: 'c', endpoint: '', level: 1, whenLocked: 'fail', sentAt: at } as const

describe('an account', () => {
  it('is added to what the members know when it is first used', () => {
    const { rules, snapshot } = deciding()
    rules.account('new').budget.hold(at, at)
    expect(snapshot.accounts['new']).toMatchObject({ credentialIds: [] })
    expect(rules.account('new').budget.held(at)).toBe(1)
    expect(rules.account('new')).toBe(rules.account('new'))
  })

  it('that only others use is limited by what it holds for them, and by nothing else', () => {
    const stored = accountOf('d')
    stored.budget.permits.windowsMs = [60_000]
    const { budget } = new SharedRules(snapshotOf({}, { b: stored }), workOf(), at).account('b')
    expect(budget.limit(at)).toEqual({ requests: Infinity, windowMs: 60_000 })
  })

  it('has every limit that a client of the member has given', () => {
    const { rules } = deciding({ requests: 100 })
    rules.declare(
      'b',
      { assumed: { requests: 9, windowMs }, given: undefined, burstShare: 1, reserve: 0, maxWaiting: 1 },
      [{ requests: 5, windowMs }],
    )
    expect(rules.account('b').budget.limit(at)).toEqual({ requests: 5, windowMs })
  })
})

describe('a request', () => {
  it('that is sent takes a permit and a slot, and is a probe if its credential is not verified', () => {
    const { rules } = deciding()
    expect(rules.sent('m.1', 'a', call)).toBe(false)
    expect(rules.sent('m.2', 'a', { ...call, credentialId: 'unknown' })).toBe(true)
    expect(rules.account('a').budget.inFlight).toBe(2)
    expect(rules.auth.opensAt({ ...call, credentialId: 'unknown' }, at)).toBe(Infinity)
  })

  it.each([
    ['rejected', outcomes.rejected, 1],
    ['served', outcomes.ok, 0],
  ])('that is %s is learnt from, and a 401 counts against the address, too', (status, outcome, ofAddress) => {
    const { rules } = deciding({ me: { attempts: { 'm.1': attempt({ credentialId: 'c' }) } } })
    rules.settled('m.1', attempt({ credentialId: 'c' }), call, outcome)
    expect(rules.account('a').budget).toMatchObject({ inFlight: 0 })
    expect(rules.account('a').budget.held(at)).toBe(1)
    expect(rules.account('anonymous').budget.held(at)).toBe(ofAddress)
    expect(rules.auth.status('c', at).status).toBe(status === 'served' ? 'verified' : 'rejected')
  })

  it('that ended too late for its permit still proves what it proves', () => {
    const { rules } = deciding()
    rules.settledLate(call, false, outcomes.rejected)
    expect(rules.account('a').budget.held(at)).toBe(0)
    expect(rules.auth.status('c', at).status).toBe('rejected')
  })

  it('of another member takes a slot, and blocks a probe while it is one itself', () => {
    const flight = (isProbe: boolean) =>
      memberWith({ attempts: { x: attempt({ credentialId: 'd', sentAt: at, isProbe }) } })
    const opensAt = (isProbe: boolean): number =>
      deciding({ others: { b: flight(isProbe) } }).rules.auth.opensAt({ ...call, credentialId: 'd' }, at)
    expect([opensAt(true), opensAt(false)]).toEqual([Infinity, at])
  })
})

it('what the rules have learnt is written when it is saved', () => {
  const { rules, snapshot } = deciding()
  rules.sent('m.1', 'a', call)
  rules.settled('m.1', attempt({ credentialId: 'c' }), call, outcomes.rejected)
  expect(snapshot.auth.statuses['c']?.kind).toBe('verified')
  rules.save()
  expect(snapshot.auth.statuses['c']?.kind).toBe('rejected')
  expect(snapshot.accounts['a']?.budget.permits).toMatchObject({ inFlight: 0, answered: { at: [at] } })
})
