import { describe, expect, it } from 'vitest'
import type { Refusal } from '../contract/Refusal.ts'
import { gatedDispatcher } from './gatedDispatcher.testing.ts'

it('a store that cannot decide turns away those that wait, but not one that has just come', () => {
  const { dispatcher, enter, reply, refused, rule } = gatedDispatcher()
  rule.at = 1000
  const waiting = enter()
  dispatcher.turns(5)
  reply()
  const asked = enter()
  dispatcher.turns(5)
  const late = enter()
  dispatcher.fail('the disk is full')
  const refusal = { kind: 'store', cause: 'the disk is full' }
  expect([waiting, asked, late].map((each) => refused.get(each))).toEqual([refusal, refusal, undefined])
  expect(dispatcher.waiting).toBe(1)
})

it('if the store fails, the calls wait on for which permits are held already', () => {
  const { dispatcher, enter, gate, refused, sent } = gatedDispatcher()
  gate.served = 2
  const calls = [enter(), enter(), enter()]
  dispatcher.turns(5)
  gate.served = 1
  dispatcher.fail('the disk is full')
  const refusal = { kind: 'store', cause: 'the disk is full' }
  expect(calls.map((each) => refused.get(each))).toEqual([undefined, refusal, refusal])
  gate.held = 1
  dispatcher.wake()
  expect(sent).toEqual(calls.slice(0, 1))
})

it('if the store fails, it is told that fewer calls wait', () => {
  const { dispatcher, enter, onChange } = gatedDispatcher()
  enter()
  dispatcher.turns(5)
  onChange.mockClear()
  dispatcher.fail('the disk is full')
  expect(dispatcher.waiting).toBe(0)
  expect(onChange).toHaveBeenCalled()
})

describe('while the store cannot decide', () => {
  it('calls are sent in the order of their turns, up to the first that may not', () => {
    const { dispatcher, enter, sent, refused } = gatedDispatcher()
    const [first, second, last] = [enter({ group: 'a' }), enter({ group: 'a' }), enter({ group: 'b' })]
    dispatcher.sendWhile((queued) => queued !== second)
    expect(sent).toEqual([first, last])
    expect([dispatcher.waiting, refused.get(first)]).toEqual([1, undefined])
    expect(refused.has(second)).toBe(false)
  })

  it('all calls are sent if all may go', () => {
    const { dispatcher, enter, sent } = gatedDispatcher()
    const calls = [enter(), enter()]
    dispatcher.sendWhile(() => true)
    expect(sent).toEqual(calls)
    expect(dispatcher.waiting).toBe(0)
  })

  it('none is sent if none may go, and no change is told', () => {
    const { dispatcher, enter, sent, onChange } = gatedDispatcher()
    enter()
    onChange.mockClear()
    dispatcher.sendWhile(() => false)
    expect([sent, dispatcher.waiting]).toEqual([[], 1])
    expect(onChange).not.toHaveBeenCalled()
  })

  it('a call that must not wait is turned away without being asked about, and those behind it go', () => {
    const { dispatcher, enter, sent, refused, rule } = gatedDispatcher()
    const [locked, other] = [enter({ whenLocked: 'fail' }), enter({ whenLocked: 'wait' })]
    const refusal: Refusal = { kind: 'locked', retryAt: 7, reason: 'so it is' }
    rule.refusal = ({ whenLocked }) => (whenLocked === 'fail' ? refusal : undefined)
    dispatcher.sendWhile((queued) => queued === other)
    expect(refused.get(locked)).toBe(refusal)
    expect(sent).toEqual([other])
  })

  it('each call that is sent is told as a change', () => {
    const { dispatcher, enter, onChange } = gatedDispatcher()
    enter()
    enter()
    onChange.mockClear()
    dispatcher.sendWhile(() => true)
    expect(onChange).toHaveBeenCalledTimes(2)
  })

  it('a deadline that ends a wait for the rules does not blame the store', async () => {
    const { clock, dispatcher, enter, reply, refused, rule } = gatedDispatcher()
    const hasty = enter({ deadlineAt: 100 })
    dispatcher.turns(5)
    rule.at = 50
    reply()
    dispatcher.suspend('the disk is full')
    rule.at = 200
    await clock.advance(100)
    expect(refused.get(hasty)).toEqual({ kind: 'wait', retryAt: 200, reason: 'limit' })
  })
})
