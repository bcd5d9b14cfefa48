import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from './call.testing.ts'
import { InstantQueue } from './InstantQueue.ts'

it('gives the instants back in the order in which they came, however it grew and wrapped', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200, size: 'max' }), (pushes) => {
      const queue = new InstantQueue()
      const model: number[] = []
      for (const [index, isPush] of pushes.entries()) {
        if (isPush || model.length === 0) {
          queue.push(index)
          model.push(index)
        } else {
          queue.shift()
          model.shift()
        }
        expect([...queue]).toEqual(model)
        expect(queue.size).toBe(model.length)
      }
      expect([queue.at(-1), queue.at(model.length)]).toEqual([undefined, undefined])
    }),
    { numRuns },
  )
})

it('merges instants into their places', () => {
  const queue = new InstantQueue()
  for (const instant of [1, 5, 9]) queue.push(instant)
  queue.shift()
  queue.merge([7, 2, 20])
  expect([...queue]).toEqual([2, 5, 7, 9, 20])
})
