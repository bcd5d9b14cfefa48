import { describe, expect, it } from 'vitest'
import { WaitQueue } from './WaitQueue.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { counter, queued } from './queuedCall.testing.ts'

const windowMs = 100

/** Takes all calls out as their turn comes. */
function drain(queue: WaitQueue, now: number): QueuedCall[] {
  const order: QueuedCall[] = []
  for (let first = queue.first(now, windowMs); first; first = queue.first(now, windowMs)) {
    queue.remove(first)
    order.push(first)
  }
  return order
}

describe('whose turn it is', () => {
  it('goes by priority, then arrival', () => {
    const queue = new WaitQueue(counter())
    const [low, normal, high, second] = [queued('low'), queued('normal'), queued('high'), queued('normal')]
    for (const each of [low, normal, high, second]) queue.enter(each, 0)
    expect(drain(queue, 50)).toEqual([high, normal, second, low])
  })

  it('rises a level for each window waited, so that no call starves', () => {
    const queue = new WaitQueue(counter())
    const low = queued('low')
    queue.enter(low, 0)
    const [normal, high] = [queued('normal'), queued('high')]
    queue.enter(normal, 99)
    queue.enter(high, 99)
    expect(queue.first(99, windowMs)).toBe(high)
    queue.remove(high)
    expect(queue.first(99, windowMs)).toBe(normal)
    expect(queue.first(100, windowMs)).toBe(low)
    expect(low.level).toBe(1)
    queue.remove(normal)
    queue.enter(queued('high'), 199)
    expect(queue.first(199, windowMs)?.baseLevel).toBe(0)
    expect(queue.first(200, windowMs)).toBe(low)
  })
})

describe('those that go before', () => {
  it('a newcomer are all of its own and of higher priorities', () => {
    const queue = new WaitQueue(counter())
    for (const priority of ['low', 'normal', 'normal', 'high'] as const) queue.enter(queued(priority), 0)
    const newcomers = (['high', 'normal', 'low'] as const).map((priority) => queued(priority))
    for (const newcomer of newcomers) queue.arrive(newcomer, 0)
    expect(newcomers.map((newcomer) => queue.ahead(newcomer))).toEqual([1, 3, 4])
    expect(queue.size).toBe(4)
  })

  it('one that comes back are those that came before it', () => {
    const queue = new WaitQueue(counter())
    const back = queued()
    queue.enter(queued(), 0)
    queue.arrive(back, 0)
    for (const priority of ['normal', 'high'] as const) queue.enter(queued(priority), 0)
    expect(queue.ahead(back)).toBe(1)
  })
})

it('tells when the next one rises', () => {
  const queue = new WaitQueue(counter())
  expect(queue.nextRise(0, windowMs)).toBe(Infinity)
  queue.enter(queued('low'), 0)
  queue.enter(queued('normal'), 70)
  expect(queue.nextRise(70, windowMs)).toBe(100)
  expect(queue.nextRise(100, windowMs)).toBe(170)
  expect(queue.nextRise(170, windowMs)).toBe(200)
  expect(queue.nextRise(200, windowMs)).toBe(Infinity)
})

it('gives all calls by arrival', () => {
  const queue = new WaitQueue(counter())
  const all = (['low', 'high', 'normal', 'low', 'high'] as const).map((priority) => queued(priority))
  for (const each of all) queue.enter(each, 0)
  const seen: QueuedCall[] = []
  for (const each of queue.all()) {
    seen.push(each)
    queue.remove(each)
  }
  expect(seen).toEqual(all)
  expect(queue.size).toBe(0)
})

it('knows the earliest deadline, and who has passed it', () => {
  const queue = new WaitQueue(counter())
  const [patient, hasty] = [queued('high'), queued('low', { deadlineAt: 70 })]
  queue.enter(patient, 0)
  expect(queue.earliestDeadline).toBe(Infinity)
  queue.enter(hasty, 0)
  expect(queue.earliestDeadline).toBe(70)
  expect([69, 70].map((now) => queue.expired(now))).toEqual([undefined, hasty])
  queue.remove(hasty)
  expect(queue.earliestDeadline).toBe(Infinity)
  expect(queue.has(patient)).toBe(true)
  expect(queue.has(hasty)).toBe(false)
})

it('keeps the deadline of a call when another that has none is removed', () => {
  const queue = new WaitQueue(counter())
  const [hasty, patient] = [queued('normal', { deadlineAt: 70 }), queued()]
  queue.enter(hasty, 0)
  queue.enter(patient, 0)
  queue.remove(patient)
  expect(queue.earliestDeadline).toBe(70)
})

it('gives an attempt that follows another its place and its age', () => {
  const queue = new WaitQueue(counter())
  const [first, second] = [queued('low'), queued()]
  queue.enter(first, 60)
  queue.enter(second, 150)
  queue.remove(first)
  const again = queued('low', { position: first })
  queue.enter(again, 160)
  expect([159, 160].map((now) => again.levelAt(now, windowMs))).toEqual([2, 1])
  expect(drain(queue, 160)).toEqual([again, second])
})

it('keeps the order of those that come from another queue of the same arrivals', () => {
  const nextOrder = counter()
  const [one, other] = [new WaitQueue(nextOrder), new WaitQueue(nextOrder)]
  const [first, second] = [queued(), queued()]
  one.enter(first, 0)
  other.enter(second, 10)
  one.remove(first)
  other.enter(first, 20)
  expect(drain(other, 20)).toEqual([first, second])
})

it('keeps the place of one that comes back', () => {
  const queue = new WaitQueue(counter())
  const [first, second] = [queued(), queued()]
  queue.enter(first, 0)
  queue.enter(second, 10)
  queue.remove(first)
  queue.enter(first, 50)
  expect(first.enteredAt).toBe(0)
  expect(drain(queue, 50)).toEqual([first, second])
})

it('gives the first calls of all priorities in the order in which they go', () => {
  const queue = new WaitQueue(counter())
  const [low, normal, high, second] = [queued('low'), queued('normal'), queued('high'), queued('normal')]
  queue.enter(low, 0)
  for (const each of [normal, high, second]) queue.enter(each, 150)
  // The low one has risen twice by then.
  expect(queue.turns(200, windowMs, 3)).toEqual([low, high, normal])
  expect(queue.turns(200, windowMs, 9)).toEqual([low, high, normal, second])
  expect(queue.size).toBe(4)
})

it('forgets the deadline of a call that is sent, and gives those that come later no earlier turn', () => {
  const queue = new WaitQueue(counter())
  const [first, second, third] = ['a', 'a', 'a'].map((group) => queued('normal', { group, deadlineAt: 10 }))
  const [other, waiting] = ['c', 'c'].map((group) => queued('normal', { group }))
  const all = [first, second, third, other, waiting].filter((each) => each !== undefined)
  for (const each of all) queue.enter(each, 0)
  for (const each of [first, second, third, other]) if (each) queue.take(each)
  expect(queue.earliestDeadline).toBe(Infinity)
  const late = queued('normal', { group: 'b' })
  queue.enter(late, 0)
  expect(drain(queue, 0)).toEqual([waiting, late])
})

it('tells whether the timer depends on a call: the first, or that whose deadline comes first', () => {
  const queue = new WaitQueue(counter())
  const calls = [queued(), queued('normal', { deadlineAt: 90 }), queued('normal', { deadlineAt: 50 })]
  for (const each of calls) queue.enter(each, 0)
  expect(calls.map((each) => queue.isFirst(each))).toEqual([true, false, true])
})

it('does not let the timer depend on a call that neither goes first nor has a deadline', () => {
  const queue = new WaitQueue(counter())
  const [first, second] = [queued(), queued()]
  queue.arrive(first, 0)
  queue.enter(second, 0)
  queue.enter(first, 0)
  expect([first, second].map((each) => queue.isFirst(each))).toEqual([true, false])
})
