import { describe, expect, it, vi } from 'vitest'
import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import { Budget } from '../limiter/Budget.ts'
import { outcomes } from '../limiter/call.testing.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { Dispatcher } from './Dispatcher.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { local, outcomeOf, queued } from './queuedCall.testing.ts'

const windowMs = 10_000
/** How long a permit is held after its answer. */
const heldMs = 10_006

function setUp({ requests = 1, maxWaiting = 100, reserve = 0, rules = [] as Rule[] } = {}) {
  const clock = new ManualClock()
  const budget = new Budget({ assumed: { requests, windowMs }, given: undefined, reserve, maxFlightMs: 1000 })
  const onChange = vi.fn<() => void>()
  const options = { ...local(), clock, windowMs: () => windowMs, maxWaiting: () => maxWaiting, onChange }
  const dispatcher = new Dispatcher({ ...options, rules: [...rules, budget] })
  const sent: QueuedCall[] = []
  const heard = new Map<QueuedCall, Refusal | undefined>()
  const enter = (entering: QueuedCall): ReturnType<Dispatcher['enter']> => {
    const entered = dispatcher.enter(entering)
    if (entered === 'sent') sent.push(entering)
    if (entered === 'waiting') void hear(entering)
    return entered
  }
  const hear = async (waiting: QueuedCall): Promise<void> => {
    const refusal = await outcomeOf(waiting)
    heard.set(waiting, refusal)
    if (refusal === undefined) sent.push(waiting)
  }
  /** Uses up the budget, with outcomes that came at once. */
  const exhaust = (): void => {
    for (let index = 0; index < requests; index += 1) {
      const filler = queued()
      dispatcher.enter(filler)
      dispatcher.settled(filler, outcomes.ok)
    }
  }
  return { clock, budget, dispatcher, onChange, options, sent, heard, enter, exhaust }
}

/** A rule that is closed until it is told otherwise. */
class Gate implements Rule {
  at = Infinity
  /** How much later it opens for each who is ahead. */
  laterMs = 0
  /** From the next answer on. */
  next: number | undefined
  tightened = 0
  because: Refusal | undefined
  opensAt(_call: Call, _now: number, ahead: number): number {
    return this.at + ahead * this.laterMs
  }
  refusal(_call: Call): Refusal | undefined {
    return this.because
  }
  reason() {
    return 'server' as const
  }
  sent(): void {}
  settled(): void {
    if (this.next === undefined) return
    this.at = this.next
    this.tightened += 1
  }
}

describe('a call', () => {
  it('leaves at once when every rule is open', () => {
    const { enter, clock, dispatcher } = setUp()
    const call = queued()
    expect(enter(call)).toBe('sent')
    expect(clock.pending).toBe(0)
    expect(dispatcher.waiting).toBe(0)
  })

  it('waits for its permit, to the millisecond, and holds one timer with the others', async () => {
    const { enter, clock, exhaust, sent, dispatcher } = setUp({ requests: 2 })
    exhaust()
    const calls = [queued(), queued(), queued()]
    expect(calls.map((call) => enter(call))).toEqual(['waiting', 'waiting', 'waiting'])
    expect(clock.pending).toBe(1)
    expect(dispatcher.next(0)).toEqual({ at: heldMs, reason: 'limit' })
    await clock.advance(heldMs - 1)
    expect(sent).toEqual([])
    await clock.advance(1)
    expect(sent).toEqual(calls.slice(0, 2))
    expect(dispatcher.waiting).toBe(1)
  })

  it('does not overtake one that waits already', () => {
    const gate = new Gate()
    const { enter } = setUp({ requests: 9, rules: [gate] })
    enter(queued())
    gate.at = 0
    expect(enter(queued())).toBe('waiting')
  })

  it('that waits for an answer sets no timer', () => {
    const { enter, clock, dispatcher } = setUp({ rules: [new Gate()] })
    expect(enter(queued())).toBe('waiting')
    expect(clock.pending).toBe(0)
    expect(dispatcher.next(0)?.at).toBeUndefined()
  })

  it('past the most that may wait is refused', () => {
    const { enter, exhaust } = setUp({ maxWaiting: 1 })
    exhaust()
    enter(queued())
    expect(enter(queued())).toEqual({ kind: 'full', maxWaiting: 1 })
  })

  it('that comes back has its place, though the queue has filled meanwhile', async () => {
    const { enter, clock, dispatcher, sent } = setUp({ maxWaiting: 1 })
    const first = queued()
    enter(first)
    const second = queued()
    enter(second)
    dispatcher.settled(first, outcomes.limited)
    const again = queued('normal', { position: first })
    expect(enter(again)).toBe('waiting')
    expect(enter(queued())).toMatchObject({ kind: 'full' })
    await clock.advance(heldMs)
    expect(sent).toEqual([first, again])
  })
})

describe('a call that would wait too long (P8)', () => {
  it('is refused at the start, with the earliest instant at which it could be sent, all calls ahead counted', () => {
    const { enter, exhaust } = setUp()
    exhaust()
    expect(enter(queued('normal', { deadlineAt: heldMs - 1 }))).toEqual({
      kind: 'wait',
      retryAt: heldMs,
      reason: 'limit',
    })
    expect(enter(queued('normal', { deadlineAt: heldMs }))).toBe('waiting')
    expect(enter(queued('normal', { deadlineAt: heldMs }))).toEqual({
      kind: 'wait',
      retryAt: heldMs + windowMs,
      reason: 'limit',
    })
    expect(enter(queued('high', { deadlineAt: heldMs }))).toBe('waiting')
  })

  it('is refused when its time is up, without an instant if only a response can tell', async () => {
    const gate = new Gate()
    const { enter, clock, heard } = setUp({ rules: [gate] })
    const call = queued('normal', { deadlineAt: 500 })
    expect(enter(call)).toBe('waiting')
    await clock.advance(499)
    expect(heard.has(call)).toBe(false)
    await clock.advance(1)
    expect(heard.get(call)).toStrictEqual({ kind: 'wait', retryAt: undefined, reason: 'server' })
  })

  it('hears so though its time was up as it entered', async () => {
    const { enter, clock, heard } = setUp({ rules: [new Gate()] })
    const call = queued('normal', { deadlineAt: 0 })
    expect(enter(call)).toBe('waiting')
    await clock.advance(0)
    expect(heard.get(call)).toStrictEqual({ kind: 'wait', retryAt: undefined, reason: 'server' })
  })

  it('leaves if its time is up at the very instant at which it may', async () => {
    const { enter, exhaust, clock, sent } = setUp()
    exhaust()
    const call = queued('normal', { deadlineAt: heldMs })
    expect(enter(call)).toBe('waiting')
    await clock.advance(heldMs)
    expect(sent).toEqual([call])
  })

  it('is sent at the very instant at which it rises to the level that may use the reserve', async () => {
    const { enter, clock, sent, dispatcher } = setUp({ requests: 2, reserve: 0.5 })
    dispatcher.enter(queued())
    const call = queued()
    enter(call)
    expect(dispatcher.next(0)).toEqual({ at: windowMs, reason: 'limit' })
    await clock.advance(windowMs - 1)
    expect(sent).toEqual([])
    await clock.advance(1)
    expect(sent).toEqual([call])
  })

  it('may be the next though it is behind another, if it rises to the reserve sooner', async () => {
    const { enter, clock, sent, dispatcher } = setUp({ requests: 4, reserve: 0.5 })
    const send = (): void => {
      const filler = queued('high')
      dispatcher.enter(filler)
      dispatcher.settled(filler, outcomes.ok)
    }
    send()
    send()
    const [low, normal] = [queued('low'), queued('normal')]
    await clock.advance(1)
    enter(low)
    await clock.advance(4999)
    enter(normal)
    await clock.advance(4000)
    send()
    send()
    await clock.advance(2000)
    // By now the low one goes before the normal one; it rises no further until 20 001.
    expect(dispatcher.next(11_000)).toEqual({ at: 15_000, reason: 'limit' })
    await clock.advance(3999)
    expect(sent).toEqual([])
    await clock.advance(1)
    expect(sent).toEqual([normal])
  })

  it('that will rise within its time is not refused for what is reserved until then', async () => {
    const { enter, clock, sent, dispatcher } = setUp({ requests: 2, reserve: 0.5 })
    dispatcher.enter(queued())
    await clock.advance(3000)
    const filler = queued('high')
    dispatcher.enter(filler)
    dispatcher.settled(filler, outcomes.ok)
    await clock.advance(3000)
    // Rises at 16 000, when the high one's permit has come free; its own level would have to wait
    // for the first one's answer.
    const call = queued('normal', { deadlineAt: 6000 + windowMs })
    expect(enter(call)).toBe('waiting')
    expect(enter(queued('low', { deadlineAt: 6000 + windowMs - 1 }))).toMatchObject({ kind: 'wait' })
    await clock.advance(windowMs)
    expect(sent).toEqual([call])
  })

  it('does not stand in the way of another when it is refused', async () => {
    const opensAt = (call: Call): number => (call.level === 0 ? Infinity : 0)
    const picky: Rule = { opensAt, reason: () => 'limit', sent() {}, settled() {} }
    const { enter, clock, sent } = setUp({ rules: [picky] })
    const [first, second] = [queued('high', { deadlineAt: 50 }), queued('normal')]
    enter(first)
    enter(second)
    await clock.advance(50)
    expect(sent).toEqual([second])
  })

  it.each(['limited', 'ok'] as const)(
    'is refused when an answer that is %s makes it wait longer',
    async (kind) => {
      const gate = new Gate()
      const { enter, dispatcher, clock, heard } = setUp({ requests: 3, rules: [gate] })
      gate.at = 0
      const first = queued()
      enter(first)
      gate.at = 400
      const [call, patient] = [queued('normal', { deadlineAt: 500 }), queued()]
      enter(call)
      enter(patient)
      gate.next = 600
      dispatcher.settled(first, outcomes[kind])
      await clock.advance(0)
      expect(heard.get(call)).toEqual({ kind: 'wait', retryAt: 600, reason: 'server' })
      expect(heard.has(patient)).toBe(false)
    },
  )

  it('is not refused for those that came later, though they are ahead for now', async () => {
    const { enter, exhaust, dispatcher, clock, heard, sent } = setUp()
    exhaust()
    const call = queued('normal', { deadlineAt: 2 * heldMs + 500 })
    enter(call)
    await clock.advance(5000)
    for (let index = 0; index < 5; index += 1) enter(queued('high'))
    dispatcher.sweep()
    await clock.advance(heldMs)
    expect(sent[0]?.baseLevel).toBe(1)
    expect(heard.get(call)).toBeUndefined()
  })
})

it('is not refused for those before it that have less priority', async () => {
  const { enter, exhaust, dispatcher, clock, heard, sent } = setUp()
  exhaust()
  for (let index = 0; index < 5; index += 1) enter(queued('low'))
  const call = queued('high', { deadlineAt: heldMs })
  enter(call)
  dispatcher.sweep()
  await clock.advance(heldMs)
  expect(sent).toEqual([call])
  expect(heard.get(call)).toBeUndefined()
})

describe('a call that must not wait', () => {
  const refusal: Refusal = { kind: 'locked', retryAt: 9, reason: 'so it is' }

  it('is refused at the start', () => {
    const gate = new Gate()
    gate.because = refusal
    expect(setUp({ rules: [gate] }).enter(queued())).toEqual(refusal)
  })

  it('is refused as soon as that is learnt', async () => {
    const gate = new Gate()
    const { enter, dispatcher, heard, clock } = setUp({ rules: [gate] })
    const call = queued()
    enter(call)
    gate.because = refusal
    dispatcher.wake()
    await clock.advance(0)
    expect(heard.get(call)).toEqual(refusal)
    expect(dispatcher.waiting).toBe(0)
  })
})

describe('a place', () => {
  it('given up is free in the same tick, and leaves no timer in the next', async () => {
    const { enter, exhaust, dispatcher, clock } = setUp()
    exhaust()
    const call = queued()
    enter(call)
    expect(dispatcher.withdraw(call)).toBe(true)
    expect(dispatcher.waiting).toBe(0)
    expect(dispatcher.withdraw(call)).toBe(false)
    await clock.advance(0)
    expect(clock.pending).toBe(0)
  })

  it('given up by many at once looks at the queue once, and tells of each', async () => {
    const { enter, exhaust, dispatcher, clock, onChange } = setUp()
    exhaust()
    const calls = [queued(), queued(), queued(), queued()]
    for (const call of calls) enter(call)
    const wake = vi.spyOn(dispatcher, 'wake')
    onChange.mockClear()
    for (const call of calls.slice(0, 3)) dispatcher.withdraw(call)
    expect(onChange).toHaveBeenCalledTimes(3)
    await clock.advance(0)
    expect(wake).toHaveBeenCalledOnce()
    // And again, later.
    dispatcher.withdraw(calls[3]!)
    await clock.advance(0)
    expect(clock.pending).toBe(0)
  })

  it('goes before others once it is more urgent, and keeps its place by arrival among its equals', async () => {
    const { clock, dispatcher, enter, exhaust, sent } = setUp({ requests: 3 })
    exhaust()
    const calls = [queued('low'), queued('high'), queued('normal'), queued('high')]
    for (const each of calls) enter(each)
    dispatcher.change(calls[2]!, { priority: 'high', deadlineAt: Infinity })
    await clock.advance(heldMs)
    expect(sent).toEqual([calls[1], calls[2], calls[3]])
  })

  it('is turned away once it is too impatient, and those behind it go on', async () => {
    const { clock, dispatcher, enter, exhaust, sent, heard } = setUp()
    exhaust()
    const [hasty, patient] = [queued(), queued()]
    enter(hasty)
    enter(patient)
    dispatcher.change(hasty, { priority: 'normal', deadlineAt: heldMs - 1 })
    await clock.advance(0)
    expect(heard.get(hasty)).toEqual({ kind: 'wait', retryAt: heldMs, reason: 'limit' })
    await clock.advance(heldMs)
    expect(sent).toEqual([patient])
  })

  it('is given up at a deadline that it was given while it waited', async () => {
    const { clock, dispatcher, enter, heard } = setUp({ rules: [new Gate()] })
    const call = queued()
    enter(call)
    dispatcher.change(call, { priority: 'normal', deadlineAt: 500 })
    await clock.advance(499)
    expect(heard.has(call)).toBe(false)
    await clock.advance(1)
    expect(heard.get(call)).toEqual({ kind: 'wait', retryAt: undefined, reason: 'server' })
  })

  it('moves to another queue with its call', async () => {
    const one = setUp()
    const other = setUp()
    one.exhaust()
    const [moving, staying] = [queued(), queued()]
    one.enter(moving)
    one.enter(staying)
    one.dispatcher.moveTo(other.dispatcher, (each) => each === moving)
    await other.clock.advance(0)
    expect(one.sent).toEqual([moving])
    expect([one.dispatcher.waiting, other.dispatcher.waiting]).toEqual([1, 0])
    expect(other.budget.inFlight).toBe(1)
  })
})

describe('what was learnt', () => {
  /** A call that has left, and whose answer tells something. */
  function inFlight({ dispatcher }: ReturnType<typeof setUp>, rule: Gate): QueuedCall {
    const call = queued()
    rule.at = 0
    dispatcher.enter(call)
    rule.at = Infinity
    return call
  }

  it('turns away the calls for which it is too long now, with all calls counted that go before them', async () => {
    const rule = new Gate()
    rule.laterMs = 10
    const world = setUp({ requests: 100, rules: [rule] })
    const { dispatcher, enter, heard } = world
    const before = inFlight(world, rule)
    const [high, low] = [queued('high', { deadlineAt: 20 }), queued('low', { deadlineAt: 20 })]
    const waiting = [queued(), queued(), queued('normal', { deadlineAt: 20 }), high, low]
    for (const each of waiting) enter(each)
    rule.next = 5
    dispatcher.settled(before, outcomes.ok)
    await Promise.resolve()
    // Two are ahead of the third normal one, none of the high one, and four of the low one.
    expect([...heard.keys()].map((each) => waiting.indexOf(each))).toEqual([2, 4])
    expect([...heard.values()]).toEqual([
      { kind: 'wait', retryAt: 25, reason: 'server' },
      { kind: 'wait', retryAt: 35, reason: 'server' },
    ])
  })

  it('turns away after a refusal those who must not wait, though no rule has tightened', async () => {
    const rule = new Gate()
    const world = setUp({ requests: 100, rules: [rule] })
    const before = inFlight(world, rule)
    const { dispatcher, enter, heard } = world
    const call = queued()
    enter(call)
    rule.because = { kind: 'locked', retryAt: 9, reason: 'it says so' }
    dispatcher.settled(before, outcomes.locked)
    await Promise.resolve()
    expect(heard.get(call)).toBe(rule.because)
  })

  it('turns away after a refusal a call behind another that may still wait', async () => {
    const rule = new Gate()
    const world = setUp({ requests: 100, rules: [rule] })
    const before = inFlight(world, rule)
    const { dispatcher, enter, heard } = world
    const [patient, hasty] = [queued('normal', { whenLocked: 'wait' }), queued()]
    enter(patient)
    enter(hasty)
    const locked: Refusal = { kind: 'locked', retryAt: 9, reason: 'it says so' }
    vi.spyOn(rule, 'refusal').mockImplementation((call) => (call.whenLocked === 'fail' ? locked : undefined))
    dispatcher.settled(before, outcomes.locked)
    await Promise.resolve()
    expect([...heard]).toEqual([[hasty, locked]])
  })

  it('is told with its instant to a call that has waited long enough', async () => {
    const rule = new Gate()
    const { dispatcher, enter, heard, clock } = setUp({ requests: 100, rules: [rule] })
    const [call, other] = [queued('normal', { deadlineAt: 50 }), queued('normal', { deadlineAt: 60 })]
    enter(call)
    enter(other)
    rule.at = 900
    await clock.advance(50)
    rule.at = 60
    expect(dispatcher.waiting).toBe(1)
    await clock.advance(10)
    expect(heard.get(call)).toMatchObject({ retryAt: 900 })
    expect(heard.get(other)).toBeUndefined()
  })
})

describe('a call that waits no more', () => {
  it('takes on other terms, but no place', async () => {
    const { dispatcher, enter, exhaust } = setUp()
    exhaust()
    const call = queued('low')
    enter(call)
    dispatcher.withdraw(call)
    dispatcher.change(call, { priority: 'high', deadlineAt: 60_000 })
    expect([call.baseLevel, call.deadlineAt, dispatcher.waiting]).toEqual([0, 60_000, 0])
  })

  it('lets those behind it go, whether it is withdrawn or it moves', async () => {
    const rule = new Gate()
    const { clock, dispatcher, enter, sent, options } = setUp({ requests: 100, rules: [rule] })
    const [withdrawn, moved, behind] = [queued(), queued(), queued()]
    for (const each of [withdrawn, moved, behind]) enter(each)
    rule.at = 0
    dispatcher.withdraw(withdrawn)
    await clock.advance(0)
    expect(sent).toEqual([moved, behind])
    rule.at = Infinity
    const [staying, leaving] = [queued(), queued()]
    for (const each of [leaving, staying]) enter(each)
    const other = new Dispatcher({ ...options, rules: [] })
    rule.at = 0
    dispatcher.moveTo(other, (each) => each === leaving)
    await clock.advance(0)
    expect(sent.slice(2)).toEqual([staying, leaving])
  })
})

it('keeps the process alive while a call waits', () => {
  const { clock, enter, exhaust } = setUp()
  exhaust()
  const schedule = vi.spyOn(clock, 'schedule')
  enter(queued())
  expect(schedule).toHaveBeenLastCalledWith(expect.any(Function), windowMs, { keepAlive: true })
})

it('tells of every change', () => {
  const { enter, exhaust, dispatcher, onChange } = setUp()
  exhaust()
  const [first, second] = [queued(), queued()]
  const changes = [
    () => enter(first),
    () => enter(second),
    () => dispatcher.withdraw(second),
    () => dispatcher.withdraw(first),
    () => enter(queued('normal')),
  ]
  for (const change of changes) {
    onChange.mockClear()
    change()
    expect(onChange).toHaveBeenCalled()
  }
})

describe('a forecast', () => {
  it('is now, not before, for a call whose rules have opened meanwhile', () => {
    const rule = new Gate()
    const { clock, dispatcher, enter } = setUp({ requests: 9, rules: [rule] })
    const call = queued()
    enter(call)
    rule.at = clock.now() - 100
    expect(dispatcher.next(clock.now())).toEqual({ at: clock.now(), reason: 'limit' })
    expect(dispatcher.forecast(call, clock.now())).toEqual({ at: clock.now(), reason: 'limit' })
  })

  it('names no instant, but a reason, while only a response can tell', () => {
    const { clock, dispatcher, enter } = setUp({ rules: [new Gate()] })
    const call = queued()
    enter(call)
    expect(dispatcher.forecast(call, clock.now())).toEqual({ at: undefined, reason: 'server' })
  })
})

describe('the timer', () => {
  it('is not set again while the next instant stays the same', () => {
    const { clock, dispatcher, enter, exhaust } = setUp()
    exhaust()
    const schedule = vi.spyOn(clock, 'schedule')
    enter(queued())
    dispatcher.wake()
    dispatcher.wake()
    expect(schedule).toHaveBeenCalledOnce()
  })

  it('is set again if it ran too early', async () => {
    const { clock, enter, exhaust, sent } = setUp()
    exhaust()
    const schedule = vi.spyOn(clock, 'schedule')
    const call = queued()
    enter(call)
    await clock.advance(1)
    schedule.mock.calls[0]?.[0]()
    expect(schedule).toHaveBeenCalledTimes(2)
    await clock.advance(heldMs - 1)
    expect(sent).toEqual([call])
  })
})

it('tells of a call that leaves at once', () => {
  const { enter, onChange } = setUp()
  enter(queued())
  expect(onChange).toHaveBeenCalledOnce()
})
