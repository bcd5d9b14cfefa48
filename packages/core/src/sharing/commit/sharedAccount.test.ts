import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../../limiter/call.testing.ts'
import { at, servedAccount, windowMs } from './deciding.testing.ts'
import { SharedRules } from './SharedRules.ts'
import { attempt, maxFlightMs, snapshotOf, terms, workOf } from './snapshot.testing.ts'
import type { Work } from './Work.ts'

/** The rules over a stored account whose permits are kept for the windows given. */
function rulesOf(windowsMs: number[], given: Partial<Work> = {}) {
  const stored = servedAccount('c')
  stored.budget.permits.windowsMs = windowsMs
  const snapshot = snapshotOf({}, { a: stored })
  return { stored, snapshot, rules: new SharedRules(snapshot, workOf(given), at) }
}

const short = { requests: 5, windowMs: 1000 }

describe('an account that is declared', () => {
  it('is not copied if the members keep its permits long enough', () => {
    const { stored, snapshot, rules } = rulesOf([windowMs])
    rules.declare('a', terms, [])
    expect(snapshot.accounts['a']).toBe(stored)
    expect(rules.account('a').budget.limit(at)).toEqual(terms.assumed)
  })

  it('keeps its permits for its own window from then on', () => {
    const { snapshot, rules } = rulesOf([1000])
    rules.declare('a', terms, [])
    expect(snapshot.accounts['a']?.budget.permits.windowsMs).toEqual([1000, windowMs])
  })

  it('keeps its permits for the window that was configured, instead of the default one', () => {
    const known = rulesOf([1000])
    known.rules.declare('a', { ...terms, given: short }, [])
    expect(known.snapshot.accounts['a']).toBe(known.stored)
    const unknown = rulesOf([windowMs])
    unknown.rules.declare('a', { ...terms, given: short }, [])
    expect(unknown.snapshot.accounts['a']?.budget.permits.windowsMs).toEqual([1000, windowMs])
  })

  it('has the limits of its other clients, too, though their windows are known', () => {
    const { rules } = rulesOf([windowMs])
    rules.declare('a', terms, [{ requests: 7, windowMs }])
    expect(rules.account('a').budget.limit(at)).toEqual({ requests: 7, windowMs })
  })
})

describe('the rules of an account', () => {
  it('change a copy of what was stored', () => {
    const { stored, snapshot, rules } = rulesOf([windowMs])
    rules.account('a').budget.hold(at, at + 1)
    expect(stored.budget.permits.lost.at).toEqual([])
    expect(snapshot.accounts['a']?.budget.permits.lost.at).toEqual([at + 1])
  })

  it('count an hour, if other members keep no permits of it yet', () => {
    expect(rulesOf([]).rules.account('a').budget.limit(at)).toEqual({ requests: Infinity, windowMs })
  })

  it('hold a lost request for as long as it may take at this member', () => {
    const { snapshot, rules } = rulesOf([windowMs])
    rules.settled('me.1', attempt(), call(), outcomes.lost)
    expect(snapshot.accounts['a']?.budget.permits.lost.at).toEqual([at + maxFlightMs])
  })

  it('wait after a 429 for a time that the random number of the commit adds to', () => {
    const { snapshot, rules } = rulesOf([windowMs], { random: 0.8 })
    rules.settled('me.1', attempt(), call(), outcomes.limited)
    expect(snapshot.accounts['a']?.said.closedUntil).toBe(at + (windowMs / 60) * (1 + 0.8 / 4))
  })

  it('pace by the limit that has the fewest permits left at the time of the commit', () => {
    const { stored, snapshot, rules } = rulesOf([1000, windowMs])
    stored.budget.permits.answered.at.push(0)
    stored.budget.permits.answered.count.push(3)
    rules.declare('a', { ...terms, given: { requests: 6, windowMs } }, [short])
    rules.held('a', call())
    expect(snapshot.accounts['a']?.pace.dueAt).toBe(at + windowMs / 6)
  })
})

it('a permit that is held for a call to come takes no slot', () => {
  const { snapshot, rules } = rulesOf([windowMs])
  const known = call({ credentialId: 'unknown' })
  rules.held('a', known)
  expect(snapshot.accounts['a']?.budget.permits.inFlight).toBe(1)
  expect(rules.auth.opensAt(known, at)).toBe(at)
})
