import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from '../limiter/call.testing.ts'
import { DeadlineHeap } from './DeadlineHeap.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { queued } from './queuedCall.testing.ts'

it('knows the earliest deadline, whichever calls come and leave', () => {
  const change = fc.record({ deadlineAt: fc.nat({ max: 30 }), leaving: fc.option(fc.nat({ max: 30 })) })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60, size: 'max' }), (changes) => {
      const heap = new DeadlineHeap()
      const inside: QueuedCall[] = []
      for (const { deadlineAt, leaving } of changes) {
        const comer = queued('normal', { deadlineAt })
        heap.add(comer)
        inside.push(comer)
        if (leaving !== null) {
          const [leaver] = inside.splice(leaving % inside.length, 1)
          if (leaver) heap.remove(leaver)
          // A second time does nothing.
          if (leaver) heap.remove(leaver)
        }
        expect(heap.first?.deadlineAt).toBe(
          inside.map((each) => each.deadlineAt).toSorted((a, b) => a - b)[0],
        )
      }
      const drained: number[] = []
      for (let first = heap.first; first; first = heap.first) {
        drained.push(first.deadlineAt)
        heap.remove(first)
      }
      expect(drained).toEqual(inside.map((each) => each.deadlineAt).toSorted((a, b) => a - b))
    }),
    { numRuns },
  )
})
