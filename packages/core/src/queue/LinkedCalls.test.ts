import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from '../limiter/call.testing.ts'
import { LinkedCalls } from './LinkedCalls.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { queued } from './queuedCall.testing.ts'

function numbered(order: number): QueuedCall {
  const numbered = queued()
  numbered.order = order
  return numbered
}

it('keeps order by arrival, whoever comes, leaves, or comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 60, size: 'max' }), (orders) => {
      const baseLevel = new LinkedCalls()
      const everybody = Array.from({ length: 13 }, (_, order) => numbered(order))
      const inside = new Set<QueuedCall>()
      for (const order of orders) {
        const one = everybody[order]
        if (one === undefined) throw new Error('there are thirteen')
        if (inside.has(one)) baseLevel.remove(one)
        else baseLevel.insert(one)
        if (!inside.delete(one)) inside.add(one)
        const model = [...inside].toSorted((a, b) => a.order - b.order)
        expect([...baseLevel].map(({ order }) => order)).toEqual(model.map(({ order }) => order))
        expect(baseLevel.size).toBe(model.length)
        expect(baseLevel.first).toBe(model[0])
        expect(everybody.map((each) => baseLevel.has(each))).toEqual(
          everybody.map((each) => inside.has(each)),
        )
      }
    }),
    { numRuns },
  )
})

it('is not hurt by removing whoever is not in it', () => {
  const baseLevel = new LinkedCalls()
  baseLevel.insert(numbered(1))
  baseLevel.remove(numbered(2))
  expect(baseLevel.size).toBe(1)
})

it('can lose whoever is looked at', () => {
  const baseLevel = new LinkedCalls()
  for (const order of [1, 2, 3]) baseLevel.insert(numbered(order))
  for (const each of baseLevel) baseLevel.remove(each)
  expect(baseLevel.size).toBe(0)
})
