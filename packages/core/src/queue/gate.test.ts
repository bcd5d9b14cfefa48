import { describe, expect, it, vi } from 'vitest'
import type { Refusal } from '../contract/Refusal.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import { Dispatcher } from './Dispatcher.ts'
import { gatedDispatcher } from './gatedDispatcher.testing.ts'

describe('a call that comes', () => {
  it('is sent at once on a permit that is held, which the store counts instead of the rules', () => {
    const { dispatcher, call, sent, heardByRule, ask, onChange } = gatedDispatcher({ held: 1 })
    const first = call()
    expect(dispatcher.enter(first)).toBe('sent')
    expect(sent).toEqual([first])
    expect(heardByRule).not.toHaveBeenCalled()
    expect(ask).not.toHaveBeenCalled()
    expect(onChange).toHaveBeenCalledOnce()
  })

  it('waits for the reply of the store, and is counted as waiting for it', () => {
    const { dispatcher, call, ask, waits, clock } = gatedDispatcher()
    const first = call()
    expect(dispatcher.enter(first)).toBe('waiting')
    expect(ask).toHaveBeenCalled()
    expect(dispatcher.next(clock.now())).toEqual({ at: undefined, reason: 'store' })
    expect(dispatcher.forecast(first, clock.now())).toEqual({ at: undefined, reason: 'store' })
    // Only the reply tells that it waits.
    expect(waits).not.toHaveBeenCalled()
  })

  it('is counted and told of as soon as it waits, also behind another', () => {
    const { dispatcher, enter, onChange } = gatedDispatcher()
    for (const waiting of [1, 2, 3]) {
      onChange.mockClear()
      enter()
      expect(dispatcher.waiting).toBe(waiting)
      expect(onChange).toHaveBeenCalled()
    }
  })

  it('waits for the reply of the store even if the rules name a later instant', () => {
    const { dispatcher, enter, rule, clock } = gatedDispatcher()
    rule.at = 1000
    enter()
    expect(dispatcher.next(clock.now())).toEqual({ at: undefined, reason: 'store' })
  })

  it('keeps its place when it comes back, although it was sent on a permit that was held', () => {
    const { dispatcher, call, enter, clock } = gatedDispatcher({ held: 1 })
    const first = call()
    expect(dispatcher.enter(first)).toBe('sent')
    const second = enter()
    const again = enter({ position: first })
    expect(dispatcher.turns(5)).toEqual([again, second])
    expect(dispatcher.first(clock.now())).toBe(again)
  })

  it('does not pass one that waits, although a permit is held', () => {
    const { enter, gate, sent, rule, ask } = gatedDispatcher()
    rule.at = 1000
    enter()
    gate.held = 1
    ask.mockClear()
    enter()
    expect(sent).toEqual([])
    expect(ask).toHaveBeenCalledOnce()
  })
})

describe('a call for which a permit is held that cannot be used yet', () => {
  it('waits without asking the store if the rules are closed, and is told so at once', () => {
    const { dispatcher, enter, gate, rule, ask, waits, sent } = gatedDispatcher()
    gate.served = 1
    rule.at = 1000
    const first = enter()
    expect(waits.mock.calls).toEqual([[first]])
    expect(ask).not.toHaveBeenCalled()
    gate.held = 1
    dispatcher.wake()
    expect(sent).toEqual([first])
    expect(ask).not.toHaveBeenCalled()
  })

  it('asks the store once, too, if the rules are open: another slot may be free', () => {
    const { dispatcher, enter, gate, ask, waits } = gatedDispatcher()
    gate.served = 2
    const first = enter()
    dispatcher.wake()
    expect([waits.mock.calls, ask.mock.calls.length]).toEqual([[[first]], 1])
  })

  it('asks the store if the permits are for others that wait', () => {
    const { enter, gate, ask, waits } = gatedDispatcher()
    gate.served = 1
    const first = enter()
    enter()
    expect(waits.mock.calls).toEqual([[first]])
    expect(ask).toHaveBeenCalled()
  })

  it('is refused at once if it must not wait, or may not be sent', () => {
    const { dispatcher, call, gate, rule } = gatedDispatcher({ maxWaiting: 0 })
    gate.served = 5
    expect(dispatcher.enter(call())).toEqual({ kind: 'full', maxWaiting: 0 })
    const refusal: Refusal = { kind: 'rejected', credentialId: 'c', retryAt: 7 }
    rule.refusal = () => refusal
    expect(dispatcher.enter(call())).toBe(refusal)
    expect(dispatcher.waiting).toBe(0)
  })
})

describe('a call that can only get another permit past its deadline', () => {
  it('waits for the permit that is held for it, also while others have news', () => {
    const { dispatcher, enter, gate, rule, refused, sent } = gatedDispatcher()
    gate.served = 2
    rule.at = 1000
    const calls = [enter({ deadlineAt: 500 }), enter({ deadlineAt: 500 })]
    dispatcher.reply([], true)
    expect([dispatcher.waiting, refused.size]).toEqual([2, 0])
    gate.held = 2
    dispatcher.wake()
    expect(sent).toEqual(calls)
  })

  it('is refused once no permit is held for it any more', () => {
    const { dispatcher, enter, gate, rule, refused } = gatedDispatcher()
    gate.served = 1
    rule.at = 1000
    const first = enter({ deadlineAt: 500 })
    gate.served = 0
    dispatcher.sweep()
    expect(refused.get(first)).toEqual({ kind: 'wait', retryAt: 1000, reason: 'limit' })
  })
})

describe('a reply', () => {
  it('sends those that it grants, and lets the others wait', () => {
    const { dispatcher, enter, reply, sent, waits, clock, rule } = gatedDispatcher()
    const [first, second] = [enter(), enter()]
    expect(dispatcher.turns(5)).toEqual([first, second])
    rule.at = 500
    expect(reply(first)).toEqual([])
    expect(sent).toEqual([first])
    expect(waits.mock.calls).toEqual([[second]])
    expect(dispatcher.next(clock.now())).toEqual({ at: 500, reason: 'limit' })
    expect(dispatcher.forecast(second, clock.now())).toEqual({ at: 500, reason: 'limit' })
  })

  it('gives back the permits of those that do not wait any more', () => {
    const { dispatcher, enter, reply, sent } = gatedDispatcher()
    const [first, second] = [enter(), enter()]
    dispatcher.turns(5)
    dispatcher.withdraw(first)
    expect(reply(first, second)).toEqual([first])
    expect(sent).toEqual([second])
  })

  it('asks again if the rules are open: the store has not granted all', () => {
    const { dispatcher, enter, reply, ask, clock } = gatedDispatcher()
    enter()
    dispatcher.turns(5)
    ask.mockClear()
    reply()
    expect(ask).toHaveBeenCalled()
    expect(dispatcher.next(clock.now())).toEqual({ at: undefined, reason: 'store' })
  })

  it('says nothing of a call that came after the store was asked', () => {
    const { dispatcher, enter, reply, waits, ask, rule } = gatedDispatcher()
    enter()
    dispatcher.turns(5)
    const late = enter()
    rule.at = 1000
    ask.mockClear()
    reply()
    expect(waits).not.toHaveBeenCalledWith(late)
    expect(ask).toHaveBeenCalled()
  })

  it('does not change the order in which the calls of several groups go', () => {
    const { dispatcher, enter, reply, rule } = gatedDispatcher()
    const [first, second, third, other] = ['a', 'a', 'a', 'b'].map((group) => enter({ group }))
    const order = [first, other, second, third]
    expect(dispatcher.turns(5)).toEqual(order)
    rule.at = 1000
    reply()
    expect(dispatcher.turns(5)).toEqual(order)
  })

  it('turns away those that are too many', () => {
    const { dispatcher, enter, reply, refused, rule } = gatedDispatcher({ maxWaiting: 1 })
    rule.at = 1000
    const [first, second] = [enter(), enter()]
    dispatcher.turns(5)
    reply()
    expect([refused.get(first), refused.get(second)]).toEqual([{ kind: 'full', maxWaiting: 1 }, undefined])
    expect(dispatcher.waiting).toBe(1)
  })

  it('with news does not turn away a call that the store was not asked about', () => {
    const { dispatcher, enter, rule, refused } = gatedDispatcher()
    rule.at = 1000
    enter({ deadlineAt: 500 })
    dispatcher.reply([], true)
    expect([dispatcher.waiting, refused.size]).toEqual([1, 0])
  })

  it('with news turns away those that could only be sent past their deadline', () => {
    const { dispatcher, enter, reply, refused, rule } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 500 })
    dispatcher.turns(5)
    reply()
    rule.at = 1000
    dispatcher.reply([], false)
    expect(refused.size).toBe(0)
    dispatcher.reply([], true)
    expect(refused.get(hasty)).toEqual({ kind: 'wait', retryAt: 1000, reason: 'limit' })
  })
})

describe('a deadline', () => {
  const atOnce = { kind: 'wait', retryAt: 7000, reason: 'store' }

  it('waits for the first reply for 50 ms', async () => {
    const { clock, enter, refused } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 0 })
    await clock.advance(49)
    expect(refused.size).toBe(0)
    await clock.advance(1)
    expect(refused.get(hasty)).toEqual(atOnce)
  })

  it('waits for one more reply if the call could be sent, and no longer', async () => {
    const { clock, dispatcher, enter, reply, refused, rule } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 1000 })
    dispatcher.turns(5)
    rule.at = 1000
    reply()
    await clock.advance(1000)
    expect(refused.size).toBe(0)
    await clock.advance(49)
    expect(refused.size).toBe(0)
    await clock.advance(1)
    expect(refused.get(hasty)).toEqual(atOnce)
  })

  it('ends the wait for a permit if the store first replies at that instant', async () => {
    const { clock, dispatcher, enter, reply, refused } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 20 })
    dispatcher.turns(5)
    await clock.advance(20)
    expect(refused.size).toBe(0)
    reply()
    expect(refused.get(hasty)).toEqual(atOnce)
  })

  it('that passes before the first reply says that the store was late, if the rules are open', async () => {
    const { clock, dispatcher, enter, reply, refused } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 20 })
    dispatcher.turns(5)
    await clock.advance(30)
    reply()
    expect(refused.get(hasty)).toEqual({ kind: 'wait', retryAt: 30, reason: 'store' })
  })

  it('that passes before the first reply says so, though the rules are closed too', async () => {
    const { clock, enter, rule, refused } = gatedDispatcher()
    rule.at = 900
    const hasty = enter({ deadlineAt: 0 })
    await clock.advance(50)
    expect(refused.get(hasty)).toEqual({ kind: 'wait', retryAt: 900, reason: 'store' })
  })

  it('waits for one more reply although the store has never replied', async () => {
    const { clock, enter, gate, rule, refused } = gatedDispatcher()
    gate.served = 1
    rule.at = 500
    const hasty = enter({ deadlineAt: 500 })
    gate.served = 0
    await clock.advance(549)
    expect(refused.size).toBe(0)
    await clock.advance(1)
    expect(refused.get(hasty)).toEqual(atOnce)
  })

  it('that is put off while the call waits for one more reply lets it wait for another one', async () => {
    const { clock, dispatcher, enter, reply, rule, refused } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 1000 })
    dispatcher.turns(5)
    rule.at = 1000
    reply()
    await clock.advance(1000)
    dispatcher.change(hasty, { priority: 'normal', deadlineAt: 2000 })
    rule.at = 2000
    dispatcher.turns(5)
    reply()
    await clock.advance(1049)
    expect(refused.size).toBe(0)
    await clock.advance(1)
    expect(refused.get(hasty)).toEqual(atOnce)
  })

  it('ends with the grace, if a reply lets the call wait', async () => {
    const { clock, dispatcher, enter, reply, refused, rule } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 20 })
    dispatcher.turns(5)
    rule.at = 20
    reply()
    rule.at = 90
    await clock.advance(20)
    expect(refused.get(hasty)).toEqual({ kind: 'wait', retryAt: 90, reason: 'limit' })
  })

  it('that comes while the store fails says so', async () => {
    const { clock, dispatcher, enter, refused } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 0 })
    dispatcher.suspend('the disk is full')
    await clock.advance(50)
    expect(refused.get(hasty)).toEqual({ kind: 'store', cause: 'the disk is full' })
  })

  it('that comes after the store has recovered says what the rules wait for', async () => {
    const { clock, dispatcher, enter, reply, refused, rule } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 100 })
    dispatcher.suspend('the disk is full')
    dispatcher.turns(5)
    rule.at = 50
    reply()
    rule.at = 200
    await clock.advance(100)
    expect(refused.get(hasty)).toEqual({ kind: 'wait', retryAt: 200, reason: 'limit' })
  })
})

it('a call that moves waits for the reply of the other store', () => {
  const { dispatcher, enter, options, rule, ask } = gatedDispatcher()
  const askOther = vi.fn<() => void>()
  const other = new Dispatcher({ ...options, gate: { ...options.gate, ask: askOther }, rules: [rule] })
  const moving = enter()
  ask.mockClear()
  dispatcher.moveTo(other, (each) => each === moving)
  expect([dispatcher.waiting, other.waiting]).toEqual([0, 1])
  expect(ask).not.toHaveBeenCalled()
  expect(askOther).toHaveBeenCalled()
})

it('a call that moves hears by the reply of the other store that it waits', () => {
  const { dispatcher, enter, options, rule, waits } = gatedDispatcher()
  const other = new Dispatcher({ ...options, rules: [rule] })
  rule.at = 1000
  const moving = enter()
  dispatcher.moveTo(other, () => true)
  expect(other.turns(5)).toEqual([moving])
  expect(waits).not.toHaveBeenCalled()
  other.reply([], false)
  expect(waits.mock.calls).toEqual([[moving]])
})

it('a call that is sent on a permit that is held is asked about no more', () => {
  const { dispatcher, enter, ask, gate, sent } = gatedDispatcher()
  const first = enter()
  gate.held = 1
  dispatcher.wake()
  expect(sent).toEqual([first])
  ask.mockClear()
  dispatcher.wake()
  expect(ask).not.toHaveBeenCalled()
})

it('a call that is turned away is asked about no more', () => {
  const { dispatcher, enter, ask, refused, rule } = gatedDispatcher()
  const first = enter()
  const refusal: Refusal = { kind: 'locked', retryAt: 7, reason: 'so it is' }
  rule.refusal = () => refusal
  dispatcher.wake()
  expect(refused.get(first)).toBe(refusal)
  ask.mockClear()
  dispatcher.wake()
  expect(ask).not.toHaveBeenCalled()
})

it('a call that is withdrawn is asked about no more', () => {
  const { dispatcher, enter, ask, rule } = gatedDispatcher()
  rule.at = 1000
  const withdrawn = enter()
  ask.mockClear()
  expect(dispatcher.withdraw(withdrawn)).toBe(true)
  expect(dispatcher.withdraw(withdrawn)).toBe(false)
  expect(ask).not.toHaveBeenCalled()
})

it('tells how many permits are held for calls to come', () => {
  expect(gatedDispatcher({ held: 3 }).dispatcher.spare).toBe(3)
})

describe('a call that could only be sent past its deadline', () => {
  /** Two of them, before a rule that opens in an hour, as `others` give permits back at once. */
  const setUpLate = (others: number, reason: WaitReason = 'limit') => {
    const given = gatedDispatcher()
    const { gate, rule, enter, dispatcher, reply, refused } = given
    gate.others = others
    rule.opensAt = (_call, now, ahead) => (ahead < 0 ? now : 3_600_000)
    rule.reason = () => reason
    const calls = [enter({ deadlineAt: 1000 }), enter({ deadlineAt: 1000 })]
    dispatcher.turns(5)
    reply()
    return { ...given, areRefused: () => calls.map((each) => refused.has(each)) }
  }

  it('waits to it if others hold a permit that it may get', async () => {
    const { clock, areRefused } = setUpLate(1)
    expect(areRefused()).toEqual([false, true])
    await clock.advance(999)
    expect(areRefused()).toEqual([false, true])
    await clock.advance(1)
    expect(areRefused()).toEqual([true, true])
  })

  it('is refused once they have used it', () => {
    const { gate, dispatcher, areRefused } = setUpLate(2)
    expect(areRefused()).toEqual([false, false])
    gate.others = 1
    dispatcher.reply([], true)
    expect(areRefused()).toEqual([false, true])
    gate.others = 0
    dispatcher.reply([], true)
    expect(areRefused()).toEqual([true, true])
  })

  it('is refused at once if it is not the limit that holds it up', () => {
    expect(setUpLate(2, 'server').areRefused()).toEqual([true, true])
  })
})
