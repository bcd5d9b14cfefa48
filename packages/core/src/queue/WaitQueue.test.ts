import { describe, expect, it } from 'vitest'
import { Arrivals } from './Arrivals.ts'
import { Line } from './WaitQueue.ts'
import type { Waiter } from './QueuedCall.ts'
import { waiter } from './queuedCall.testing.ts'

const windowMs = 100

/** Takes everybody out as their turn comes. */
function drain(line: Line, now: number): Waiter[] {
  const order: Waiter[] = []
  for (let first = line.first(now, windowMs); first; first = line.first(now, windowMs)) {
    line.remove(first)
    order.push(first)
  }
  return order
}

describe('whose turn it is', () => {
  it('goes by priority, then arrival', () => {
    const line = new Line()
    const [low, normal, high, second] = [waiter('low'), waiter('normal'), waiter('high'), waiter('normal')]
    for (const each of [low, normal, high, second]) line.enter(each, 0)
    expect(drain(line, 50)).toEqual([high, normal, second, low])
  })

  it('rises a level for each window waited, so that nobody starves', () => {
    const line = new Line()
    const low = waiter('low')
    line.enter(low, 0)
    const [normal, high] = [waiter('normal'), waiter('high')]
    line.enter(normal, 99)
    line.enter(high, 99)
    expect(line.first(99, windowMs)).toBe(high)
    line.remove(high)
    expect(line.first(99, windowMs)).toBe(normal)
    expect(line.first(100, windowMs)).toBe(low)
    expect(low.level).toBe(1)
    line.remove(normal)
    line.enter(waiter('high'), 199)
    expect(line.first(199, windowMs)?.queue).toBe(0)
    expect(line.first(200, windowMs)).toBe(low)
  })
})

describe('those that go before', () => {
  it('a newcomer are all of its own and of higher priorities', () => {
    const line = new Line()
    for (const priority of ['low', 'normal', 'normal', 'high'] as const) line.enter(waiter(priority), 0)
    const newcomers = (['high', 'normal', 'low'] as const).map((priority) => waiter(priority))
    for (const newcomer of newcomers) line.arrive(newcomer, 0)
    expect(newcomers.map((newcomer) => line.ahead(newcomer))).toEqual([1, 3, 4])
    expect(line.size).toBe(4)
  })

  it('one that comes back are those that came before it', () => {
    const line = new Line()
    const back = waiter()
    line.enter(waiter(), 0)
    line.arrive(back, 0)
    for (const priority of ['normal', 'high'] as const) line.enter(waiter(priority), 0)
    expect(line.ahead(back)).toBe(1)
  })
})

it('tells when the next one rises', () => {
  const line = new Line()
  expect(line.nextRise(0, windowMs)).toBe(Infinity)
  line.enter(waiter('low'), 0)
  line.enter(waiter('normal'), 70)
  expect(line.nextRise(70, windowMs)).toBe(100)
  expect(line.nextRise(100, windowMs)).toBe(170)
  expect(line.nextRise(170, windowMs)).toBe(200)
  expect(line.nextRise(200, windowMs)).toBe(Infinity)
})

it('shows everybody by arrival, and whoever is looked at may be removed', () => {
  const line = new Line()
  const everybody = (['low', 'high', 'normal', 'low', 'high'] as const).map((priority) => waiter(priority))
  for (const each of everybody) line.enter(each, 0)
  const seen: Waiter[] = []
  for (const each of line) {
    seen.push(each)
    line.remove(each)
  }
  expect(seen).toEqual(everybody)
  expect(line.size).toBe(0)
})

it('knows the earliest deadline, and who has passed it', () => {
  const line = new Line()
  const [patient, hasty] = [waiter('high'), waiter('low', { deadlineAt: 70 })]
  line.enter(patient, 0)
  expect(line.earliestDeadline).toBe(Infinity)
  line.enter(hasty, 0)
  expect(line.earliestDeadline).toBe(70)
  expect([69, 70].map((now) => line.expired(now))).toEqual([undefined, hasty])
  line.remove(hasty)
  expect(line.earliestDeadline).toBe(Infinity)
  expect(line.has(patient)).toBe(true)
  expect(line.has(hasty)).toBe(false)
})

it('gives an attempt that follows another its place and its age', () => {
  const line = new Line()
  const [first, second] = [waiter('low'), waiter()]
  line.enter(first, 60)
  line.enter(second, 150)
  line.remove(first)
  const again = waiter('low', { place: first })
  line.enter(again, 160)
  expect([159, 160].map((now) => again.levelAt(now, windowMs))).toEqual([2, 1])
  expect(drain(line, 160)).toEqual([again, second])
})

it('keeps the order of those that come from another line of the same arrivals', () => {
  const arrivals = new Arrivals()
  const [one, other] = [new Line(arrivals), new Line(arrivals)]
  const [first, second] = [waiter(), waiter()]
  one.enter(first, 0)
  other.enter(second, 10)
  one.remove(first)
  other.enter(first, 20)
  expect(drain(other, 20)).toEqual([first, second])
})

it('keeps the place of one that comes back', () => {
  const line = new Line()
  const [first, second] = [waiter(), waiter()]
  line.enter(first, 0)
  line.enter(second, 10)
  line.remove(first)
  line.enter(first, 50)
  expect(first.enteredAt).toBe(0)
  expect(drain(line, 50)).toEqual([first, second])
})
