import { describe, expect, it } from 'vitest'
import {
  contenders,
  heldBy,
  isLast,
  lineDelayMs,
  othersWantSlots,
  permitsBefore,
  slotsWantedBefore,
  untold,
} from './fairness.ts'
import { attempt, memberWith, snapshotOf } from './snapshot.testing.ts'

const want = { since: 0, count: 1, readyAt: 0, until: 100 }
const now = { at: 10, windowMs: 1000 }

describe('contenders', () => {
  it('are the other members that would take a permit of the account now', () => {
    const snapshot = snapshotOf({
      me: memberWith({ wants: { a: want } }),
      waiting: memberWith({ wants: { a: want }, attempts: { x: attempt({ account: 'a' }) } }),
      elsewhere: memberWith({ wants: { b: want } }),
      later: memberWith({ wants: { a: { ...want, readyAt: 11 } } }),
      silent: memberWith({ wants: { a: { ...want, until: 10 } } }),
    })
    expect(contenders(snapshot, 'me', 'a', now)).toEqual([{ want, holds: 1, isIll: false }])
  })

  it('are those that are ready from now on', () => {
    const ready = memberWith({ wants: { a: { ...want, readyAt: 10 } } })
    expect(contenders(snapshotOf({ ready }), 'me', 'a', now)).toHaveLength(1)
  })

  it('are last if ill, until they have waited a window', () => {
    const ill = memberWith({ isIll: true, wants: { a: want } })
    const isIll = (at: number): boolean | undefined =>
      contenders(snapshotOf({ ill }), 'me', 'a', { at, windowMs: 50 })[0]?.isIll
    expect([isIll(49), isIll(50)]).toEqual([true, false])
    expect(isLast(undefined, want, now)).toBe(false)
  })
})

describe('others want slots', () => {
  const wanting = { ...want, credentialId: 'c' }
  it.each([
    ['a call with a token is ready', wanting, true],
    ['only others can tell when one is', { ...wanting, readyAt: untold }, true],
    ['one is not ready', { ...wanting, readyAt: 11 }, false],
    ['one without a token waits', want, false],
    ['their member is silent', { ...wanting, until: 10 }, false],
  ])('if %s', (_, each, isWanted) => {
    expect(othersWantSlots(snapshotOf({ b: memberWith({ wants: { a: each } }) }), 'me', 10)).toBe(isWanted)
    expect(othersWantSlots(snapshotOf({ me: memberWith({ wants: { a: each } }) }), 'me', 10)).toBe(false)
  })

  it('of another account than one whose own turns count', () => {
    const snapshot = snapshotOf({ b: memberWith({ wants: { a: wanting } }) })
    expect(['a', 'b'].map((id) => othersWantSlots(snapshot, 'me', 10, id))).toEqual([false, true])
  })
})

it('others want slots of the same account, too, if only others can tell when', () => {
  const untoldWant = { ...want, credentialId: 'c', readyAt: untold }
  expect(othersWantSlots(snapshotOf({ b: memberWith({ wants: { a: untoldWant } }) }), 'me', 10, 'a')).toBe(
    true,
  )
})

describe('slotsWantedBefore', () => {
  const auth = { slotsWanted: ({ credentialId }: { credentialId?: string }) => (credentialId ? 2 : 0) }
  const wanting = { ...want, since: 4, credentialId: 'c' }
  it.each([
    ['is ready', wanting, 2],
    ['can be told only by others', { ...wanting, readyAt: untold }, 2],
    ['is not ready', { ...wanting, readyAt: 11 }, 0],
    ['has waited as long', { ...wanting, since: 5 }, 0],
    ['has no token', { ...want, since: 4 }, 0],
    ['is of a member that is silent', { ...wanting, until: 10 }, 0],
  ])('counts what a call of another account wants that %s', (_, each, slots) => {
    for (const id of ['me', 'other']) {
      const snapshot = snapshotOf({ [id]: memberWith({ wants: { a: each } }) })
      expect(slotsWantedBefore(snapshot, auth, { account: 'b', since: 5, at: 10 })).toBe(slots)
      expect(slotsWantedBefore(snapshot, auth, { account: 'a', since: 5, at: 10 })).toBe(0)
    }
  })
})

describe('permitsBefore', () => {
  const me = { holds: 1, isIll: false, since: 5 }
  const other = (holds: number, since: number, count = 1, isIll = false) => ({
    want: { ...want, since, count },
    holds,
    isIll,
  })

  it.each([
    ['holds less', other(0, 9), 1],
    ['holds as many, and has waited longer', other(1, 4), 1],
    ['holds as many, and has waited as long', other(1, 5), 0],
    ['holds more', other(2, 0), 0],
    ['holds less, and wants more than the difference', other(0, 9, 5), 1],
    ['holds less, has waited longer, and wants more', other(0, 4, 5), 2],
    ['is ill', other(0, 0, 5, true), 0],
  ])('counts those of a member that %s', (_, contender, count) => {
    expect(permitsBefore(me, [contender])).toBe(count)
  })

  it('counts all that a healthy member wants, for one that is ill', () => {
    expect(permitsBefore({ ...me, isIll: true }, [other(9, 9, 5)])).toBe(5)
  })

  it('adds up', () => {
    expect(permitsBefore(me, [other(0, 9), other(1, 4), other(2, 0)])).toBe(2)
  })
})

it('counts what a member holds of one account', () => {
  const attempts = { x: attempt({ account: 'a' }), y: attempt({ account: 'b' }) }
  expect([heldBy(memberWith({ attempts }), 'a'), heldBy(undefined, 'a')]).toEqual([1, 0])
})

describe('what others write is read', () => {
  const waiting = (since: number, until = 100) => memberWith({ wants: { a: { ...want, since, until } } })
  const delayMs = (others: number, me = waiting(5), before = waiting(4)): number => {
    const members = Object.fromEntries(Array.from({ length: others }, (_, index) => [`m${index}`, before]))
    return lineDelayMs({ snapshot: snapshotOf({ ...members, me }), at: 10 }, 'me')
  }

  it.each([
    [0, 0],
    [3, 0],
    [4, 10],
    [5, 20],
    [31, 280],
  ])('by a member before which %i others wait after %i ms', (others, ms) => {
    expect(delayMs(others)).toBe(ms)
  })

  it('at once if the others have not waited longer, or are silent', () => {
    expect(delayMs(9, waiting(5), waiting(5))).toBe(0)
    expect(delayMs(9, waiting(5), waiting(4, 10))).toBe(0)
    expect(delayMs(9, waiting(5), memberWith())).toBe(0)
  })

  it('by a member as early as what it has waited for longest', () => {
    const wants = { a: { ...want, since: 9 }, b: { ...want, since: 3 }, c: { ...want, since: 6 } }
    expect(delayMs(9, memberWith({ wants }))).toBe(0)
  })

  it('by a member that the others do not know to wait as by the last one', () => {
    expect(delayMs(9, memberWith())).toBe(60)
  })
})
