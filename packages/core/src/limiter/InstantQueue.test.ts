import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from './call.testing.ts'
import { copyInstants, InstantQueue } from './InstantQueue.ts'

const sliceMs = 7

/** What it stands for, one instant for each. */
function all(queue: InstantQueue): number[] {
  return queue.state.at.flatMap((at, index) => Array<number>(queue.state.count[index] ?? 0).fill(at))
}

it('gives the instants back in order, whatever the order in which they came', () => {
  const instants = fc.array(fc.nat({ max: 400 }), { maxLength: 200, size: 'max' })
  fc.assert(
    fc.property(instants, fc.nat({ max: 400 }), (instants, until) => {
      const queue = new InstantQueue()
      for (const instant of instants) queue.add(instant, sliceMs)
      const sorted = instants.toSorted((a, b) => a - b)
      expect([queue.size, all(queue)]).toEqual([instants.length, sorted])
      expect(sorted.map((_, index) => queue.at(index))).toEqual(sorted)
      expect([queue.at(-1), queue.at(sorted.length), queue.first]).toEqual([undefined, undefined, sorted[0]])
      queue.removeUntil(until)
      expect(all(queue)).toEqual(sorted.filter((at) => at > until))
    }),
    { numRuns },
  )
})

it('counts as if each instant were counted anew, after every change', () => {
  const instant = fc.nat({ max: 40 })
  const change = fc.oneof(
    fc.record({ kind: fc.constantFrom('add', 'add', 'remove', 'removeUntil'), instant }),
    fc.record({ kind: fc.constant('add'), instant: fc.constant(40) }),
  )
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60, size: 'max' }), instant, (changes, until) => {
      const queue = new InstantQueue()
      for (const { kind, instant } of changes) {
        if (kind === 'add') queue.add(instant, sliceMs)
        else if (kind === 'remove') queue.remove(instant)
        else queue.removeUntil(instant)
        const anew = all(queue)
        expect(queue.size).toBe(anew.length)
        expect(queue.countUntil(until)).toBe(anew.filter((at) => at <= until).length)
      }
    }),
    { numRuns },
  )
})

it('of many keeps none earlier than it was, none later than the end of its slice, and a bounded number', () => {
  const gaps = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
    minLength: 1000,
    maxLength: 2000,
    size: 'max',
  })
  fc.assert(
    fc.property(gaps, (gaps) => {
      const queue = new InstantQueue()
      const instants: number[] = []
      let now = 0
      for (const gap of gaps) {
        now += gap
        instants.push(now)
        queue.add(now, sliceMs)
      }
      expect(queue.size).toBe(instants.length)
      expect(queue.state.at.length).toBeLessThanOrEqual(256 + Math.ceil(now / sliceMs) + 1)
      const kept = all(queue)
      for (const [index, instant] of instants.entries()) {
        expect(kept[index]).toBeGreaterThanOrEqual(instant)
        expect(kept[index]).toBeLessThan(instant + sliceMs)
      }
    }),
    { numRuns: 30 },
  )
})

it('goes on from a state that was stored', () => {
  const queue = new InstantQueue()
  for (const instant of [1, 5, 5, 9]) queue.add(instant, sliceMs)
  const next = new InstantQueue(JSON.parse(JSON.stringify(queue.state)) as InstantQueue['state'])
  next.add(6, sliceMs)
  expect(all(next)).toEqual([1, 5, 5, 6, 9])
})

it('removes one of the first that are not earlier, and says whether there is any', () => {
  const instant = fc.nat({ max: 40 })
  fc.assert(
    fc.property(
      fc.array(instant, { maxLength: 40 }),
      fc.array(instant, { maxLength: 20 }),
      (added, removed) => {
        const queue = new InstantQueue()
        for (const each of added) queue.add(each, sliceMs)
        const left = added.toSorted((a, b) => a - b)
        for (const each of removed) {
          const index = left.findIndex((at) => at >= each)
          expect(queue.remove(each)).toBe(index >= 0)
          if (index >= 0) left.splice(index, 1)
          expect([all(queue), queue.size, queue.last]).toEqual([left, left.length, left.at(-1)])
        }
      },
    ),
    { numRuns },
  )
})

it('is copied', () => {
  const queue = new InstantQueue()
  queue.add(3, sliceMs, 2)
  const copy = copyInstants(queue.state)
  expect(copy).toEqual({ at: [3], count: [2] })
  queue.add(3, sliceMs)
  queue.add(4, sliceMs)
  expect(copy).toEqual({ at: [3], count: [2] })
})
