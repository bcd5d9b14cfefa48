import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../contract/Outcome.ts'
import { outcomes } from '../../limiter/call.testing.ts'
import type { Attempt, MemberState } from '../snapshot/Snapshot.ts'
import { at, deciding } from './deciding.testing.ts'
import { endAttempts } from './endAttempts.ts'
import { attempt } from './snapshot.testing.ts'
import type { Work } from './Work.ts'

const flight = attempt({ credentialId: 'c', sentAt: at - 100 })

function ending(
  outcome: Outcome,
  me: Partial<MemberState>,
  given: { isForgotten?: boolean; held?: Work['held']; ofShare?: Partial<Attempt> } = {},
) {
  const { isForgotten = false, held = {}, ofShare } = given
  const call = { credentialId: 'c', endpoint: '', level: 1, whenLocked: 'fail', sentAt: at - 100 } as const
  const work = { ended: [{ attemptId: 'm.1', attempt: { ...flight, ...ofShare }, call, outcome }], held }
  const all = deciding({ me, work })
  endAttempts(all.me, work, { rules: all.rules, isForgotten })
  const { budget } = all.rules.account('a')
  const status = all.rules.auth.status('c', at).status
  return { me: all.me, held: budget.held(at), inFlight: budget.inFlight, status }
}

describe('an attempt that has ended', () => {
  it('is in flight no more, and its permit is held', () => {
    const { me, ...rest } = ending(outcomes.ok, { attempts: { 'm.1': flight } })
    expect(me.attempts).toEqual({})
    expect(rest).toEqual({ held: 1, inFlight: 0, status: 'verified' })
  })

  it('and was written before counts no second time', () => {
    expect(ending(outcomes.rejected, {})).toMatchObject({ held: 0, inFlight: 0, status: 'verified' })
  })

  it('and that the store has forgotten with its member still proves what it proves', () => {
    expect(ending(outcomes.rejected, {}, { isForgotten: true })).toMatchObject({
      held: 0,
      status: 'rejected',
    })
  })
})

describe('an attempt of a share', () => {
  it('proves what it proves, though no commit has known it', () => {
    const { held, status } = ending(outcomes.rejected, {}, { ofShare: { isShare: true } })
    expect([held, status]).toEqual([0, 'rejected'])
  })

  it.each([
    [true, 'rejected'],
    [false, 'unverified'],
    [undefined, 'unverified'],
  ])('rejects its credential by a 401 of an endpoint if it was a probe: %s', (isProbe, status) => {
    const ofShare = { isShare: true, isProbe }
    expect(ending(outcomes.unauthorized, {}, { ofShare }).status).toBe(status)
  })
})

describe('what a member holds no more', () => {
  it('comes free, unless it has ended', () => {
    const attempts = { 'm.1': flight, 'm.2': flight, 'm.3': flight }
    const { me, ...rest } = ending(outcomes.ok, { attempts }, { held: { 'm.3': flight } })
    expect(Object.keys(me.attempts)).toEqual(['m.3'])
    expect(rest).toMatchObject({ held: 2, inFlight: 1 })
  })
})

describe('a member', () => {
  const isIll = (outcome: Outcome, wasIll: boolean): boolean | undefined =>
    ending(outcome, { attempts: { 'm.1': flight }, ...(wasIll && { isIll: true }) }).me.isIll

  it('is ill once a request of it got no response, until one does', () => {
    expect([isIll(outcomes.lost, false), isIll(outcomes.broken, true), isIll(outcomes.ok, true)]).toEqual([
      true,
      undefined,
      undefined,
    ])
  })

  it('stays as it is when a request was not sent', () => {
    expect([isIll(outcomes.unsent, true), isIll(outcomes.unsent, false)]).toEqual([true, undefined])
  })
})
