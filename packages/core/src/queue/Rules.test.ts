import { describe, expect, it } from 'vitest'
import type { Call, Priority } from '../contract/Call.ts'
import type { Rule } from '../contract/Rule.ts'
import { Rules } from './Rules.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { queued } from './queuedCall.testing.ts'

const windowMs = 100

/**
 * A rule that opens for each level at an instant of its own, and ten later for each who is ahead.
 */
class Levels implements Rule {
  readonly asked: Call[] = []
  readonly #opensAt: readonly number[]

  constructor(...opensAt: readonly number[]) {
    this.#opensAt = opensAt
  }

  opensAt(call: Call, _now: number, ahead: number): number {
    this.asked.push(call)
    return (this.#opensAt[call.level] ?? Number.NaN) + ahead * 10
  }
  reason() {
    return 'limit' as const
  }
  sent(): void {}
  settled(): void {}
}

const rulesOf = (...rules: readonly Rule[]): Rules =>
  new Rules(rules, { windowMs: () => windowMs, offsetMs: () => 0 })

/** One that has waited since `enteredAt`. */
function waiting(priority: Priority, { enteredAt = 0, deadlineAt = Infinity } = {}): QueuedCall {
  return queued(priority, { deadlineAt, position: { order: 1, enteredAt } })
}

describe('a waiting call can be sent', () => {
  it.each<[string, Priority, readonly number[], number]>([
    ['when its own level opens, if no higher one opens before', 'low', [500, 500, 500], 500],
    ['when it has risen, if the higher level is open by then', 'low', [50, 50, 500], 100],
    ['when the higher level opens, if it has risen by then', 'low', [150, 150, 500], 150],
    ['when it has risen twice, if only the highest opens before', 'low', [50, 500, 500], 200],
    ['before it would rise', 'low', [0, 0, 99], 99],
    ['as early as it rises, and no earlier', 'low', [0, 0, 100], 100],
    ['after it has risen from the middle', 'normal', [0, 500, 0], 100],
    ['when the highest opens, above which it cannot rise', 'high', [500, 0, 0], 500],
  ])('%s', (_, priority, opensAt, at) => {
    const rules = rulesOf(new Levels(...opensAt))
    expect(rules.earliestAt(waiting(priority), 0)).toBe(at)
    expect(rules.notBefore(waiting(priority), 0, 0)).toBe(at)
  })

  it('as one of the level that it has risen to already', () => {
    const rules = rulesOf(new Levels(0, 300, 900))
    const risen = waiting('low')
    risen.level = 1
    expect(rules.earliestAt(risen, 150)).toBe(200)
  })

  it('at no known instant if only a response can tell, however it rises', () => {
    const levels = new Levels(0, 0, Infinity)
    expect(rulesOf(levels).earliestAt(waiting('low'), 0)).toBe(Infinity)
    expect(levels.asked).toHaveLength(1)
    expect(rulesOf(new Levels(0, 0, Infinity)).notBefore(waiting('low'), 7, 0)).toBe(7)
  })

  it('later for each who is ahead', () => {
    expect(rulesOf(new Levels(500, 500, 500)).notBefore(waiting('low'), 0, 3)).toBe(530)
  })

  it('as what it is but for its level', () => {
    const levels = new Levels(500, 500, 500)
    const call = queued('low', { whenLocked: 'wait', position: { order: 1, enteredAt: 0 } })
    rulesOf(levels).earliestAt(call, 0)
    const { credentialId, endpoint, whenLocked, sentAt } = call
    expect(levels.asked.slice(1)).toEqual(
      [1, 0].map((level) => ({ credentialId, endpoint, whenLocked, sentAt, level })),
    )
  })
})

describe('a waiting call is late', () => {
  it.each([
    [500, undefined],
    [499, { kind: 'wait', retryAt: 500, reason: 'limit' }],
  ])('with a deadline at %i', (deadlineAt, refusal) => {
    expect(rulesOf(new Levels(500, 500, 500)).lateness(waiting('low', { deadlineAt }), 0, 0)).toEqual(refusal)
  })

  it('unless it rises in time', () => {
    const rules = rulesOf(new Levels(0, 500, 900))
    expect(rules.lateness(waiting('low', { deadlineAt: 200 }), 0, 0)).toBeUndefined()
    expect(rules.lateness(waiting('low', { deadlineAt: 199 }), 0, 0)).toMatchObject({ retryAt: 200 })
  })

  it('for those who are ahead', () => {
    const rules = rulesOf(new Levels(500, 500, 500))
    expect(rules.lateness(waiting('low', { deadlineAt: 500 }), 0, 1)).toMatchObject({ retryAt: 510 })
  })

  it('at the level to which it has risen by now', () => {
    const risen = waiting('low', { deadlineAt: 150 })
    expect(rulesOf(new Levels(0, 120, 900)).lateness(risen, 100, 0)).toBeUndefined()
    expect(risen.level).toBe(1)
  })
})

describe('rules whose clock is ahead by 1000', () => {
  const told: [string, number][] = []
  const ahead: Rule = {
    opensAt: (_, now) => (told.push(['opensAt', now]), 1500),
    mayOpenEarlier: (_, now) => told.push(['mayOpenEarlier', now]) < 0,
    reason: (_, now) => (told.push(['reason', now]), 'turn'),
    refusal: (_, now) => (told.push(['refusal', now]), { kind: 'wait', retryAt: 1800, reason: 'turn' }),
    sent: (_, now) => void told.push(['sent', now]),
    settled: (_, __, now) => void told.push(['settled', now]),
  }
  const rules = new Rules([ahead], { windowMs: () => windowMs, offsetMs: () => 1000 })

  it('are told their own time, and answer in that of this process', () => {
    const call = waiting('normal')
    expect(rules.opensAt(call, 200)).toBe(500)
    expect(rules.refusal(call, 200)).toEqual({ kind: 'wait', retryAt: 800, reason: 'turn' })
    expect(rules.reason(call, 200, 0)).toBe('turn')
    expect(rules.notBefore(call, 200, 0)).toBe(500)
    rules.sent(call, 200)
    rules.settled(call, { kind: 'lost' }, 200)
    expect(new Set(told.map(([name]) => name)).size).toBe(6)
    expect(new Set(told.map(([, now]) => now))).toEqual(new Set([1200]))
  })

  it('are open although the difference was rounded', () => {
    const call = waiting('normal')
    expect(rules.opensAt(call, 499.99)).toBe(499.99)
    expect(rules.isOpen(call, 499.99)).toBe(true)
    expect(rules.isOpen(call, 499.98)).toBe(false)
  })

  it('leave a refusal as it is that names no time', () => {
    const refusal = { kind: 'full', maxWaiting: 1 } as const
    const full = new Rules([{ ...ahead, refusal: () => refusal }], {
      windowMs: () => 1,
      offsetMs: () => 1000,
    })
    expect(full.refusal(waiting('normal'), 0)).toBe(refusal)
  })

  it('leave a refusal as it is whose end only a response can tell', () => {
    const refusal = { kind: 'locked', retryAt: undefined, reason: 'so it is' } as const
    const locked = new Rules([{ ...ahead, refusal: () => refusal }], {
      windowMs: () => 1,
      offsetMs: () => 1000,
    })
    expect(locked.refusal(waiting('normal'), 0)).toBe(refusal)
  })
})

it('rules of the same clock as this process open exactly at their instant', () => {
  const rules = rulesOf(new Levels(500, 500, 500))
  expect(rules.opensAt(waiting('normal'), 499.995)).toBe(500)
  expect(rules.isOpen(waiting('normal'), 499.995)).toBe(false)
})

it('a call is refused if any rule refuses it, not only the first', () => {
  const refusal = { kind: 'full', maxWaiting: 1 } as const
  const refusing: Rule = Object.assign(new Levels(0), { refusal: () => refusal })
  const lenient: Rule = Object.assign(new Levels(0), { refusal: () => undefined })
  expect(rulesOf(lenient, refusing).refusal(waiting('normal'), 0)).toBe(refusal)
  expect(rulesOf(lenient, lenient).refusal(waiting('normal'), 0)).toBeUndefined()
})

it('a call waits for a response if that may open the rule that closes it the longest', () => {
  const rule = (at: number, mayOpen: boolean): Rule =>
    ({ opensAt: () => at, mayOpenEarlier: () => mayOpen, reason: () => 'limit' }) as unknown as Rule
  const waits = (...rules: Rule[]): boolean => rulesOf(...rules).waitsForResponse(waiting('normal'), 100)
  expect(waits(rule(200, false))).toBe(false)
  expect(waits(rule(200, true))).toBe(true)
  expect(waits(rule(200, true), rule(300, false), rule(250, false))).toBe(false)
  expect(waits(rule(200, true), rule(200, false))).toBe(false)
  expect(waits(rule(Infinity, false))).toBe(true)
  expect(waits(rule(100, true))).toBe(false)
})

it('counts how often any of them has become stricter', () => {
  const rule = (tightened?: number): Rule => Object.assign(new Levels(0), { tightened })
  expect(rulesOf(rule(2), rule(undefined), rule(3)).tightened).toBe(5)
})
