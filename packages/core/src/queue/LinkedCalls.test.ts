import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from '../limiter/call.testing.ts'
import { Queue } from './LinkedCalls.ts'
import type { Waiter } from './QueuedCall.ts'
import { waiter } from './queuedCall.testing.ts'

function numbered(order: number): Waiter {
  const numbered = waiter()
  numbered.order = order
  return numbered
}

it('keeps order by arrival, whoever comes, leaves, or comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 60, size: 'max' }), (orders) => {
      const queue = new Queue()
      const everybody = Array.from({ length: 13 }, (_, order) => numbered(order))
      const inside = new Set<Waiter>()
      for (const order of orders) {
        const one = everybody[order]
        if (one === undefined) throw new Error('there are thirteen')
        if (inside.has(one)) queue.remove(one)
        else queue.insert(one)
        if (!inside.delete(one)) inside.add(one)
        const model = [...inside].toSorted((a, b) => a.order - b.order)
        expect([...queue].map(({ order }) => order)).toEqual(model.map(({ order }) => order))
        expect(queue.size).toBe(model.length)
        expect(queue.first).toBe(model[0])
        expect(everybody.map((each) => queue.has(each))).toEqual(everybody.map((each) => inside.has(each)))
      }
    }),
    { numRuns },
  )
})

it('is not hurt by removing whoever is not in it', () => {
  const queue = new Queue()
  queue.insert(numbered(1))
  queue.remove(numbered(2))
  expect(queue.size).toBe(1)
})

it('can lose whoever is looked at', () => {
  const queue = new Queue()
  for (const order of [1, 2, 3]) queue.insert(numbered(order))
  for (const each of queue) queue.remove(each)
  expect(queue.size).toBe(0)
})
