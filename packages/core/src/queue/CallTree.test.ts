import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from '../limiter/call.testing.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { queued } from './queuedCall.testing.ts'
import { CallTree } from './CallTree.ts'

function numbered(order: number): QueuedCall {
  const numbered = queued()
  numbered.order = order
  return numbered
}

it('keeps calls by turn, then arrival, and counts those before, whichever come, leave, or come back', () => {
  const change = fc.record({ turn: fc.nat({ max: 3 }), order: fc.nat({ max: 20 }) })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60, size: 'max' }), (changes) => {
      const tree = new CallTree()
      const calls = Array.from({ length: 21 }, (_, order) => numbered(order))
      let model: { turn: number; order: number }[] = []
      for (const { turn, order } of changes) {
        const call = calls[order] as QueuedCall
        const inside = model.find((each) => each.order === order)
        if (inside) tree.remove(inside.turn, call)
        else tree.add(turn, call)
        model = inside ? model.filter((each) => each !== inside) : [...model, { turn, order }]
        model.sort((a, b) => a.turn - b.turn || a.order - b.order)
        expect([...tree]).toEqual(model.map((each) => calls[each.order]))
        expect([tree.size, tree.first]).toEqual([model.length, calls[model[0]?.order ?? -1]])
        expect(model.map((each) => tree.countBefore(each.turn, each.order))).toEqual([...model.keys()])
        const isHere = calls.map((each, index) =>
          tree.has(model.find((one) => one.order === index)?.turn ?? turn, each),
        )
        expect(isHere).toEqual(calls.map((_, index) => model.some((each) => each.order === index)))
      }
    }),
    { numRuns },
  )
})

it('does not take another call of the same turn and arrival for one that is here', () => {
  const tree = new CallTree()
  tree.add(1, numbered(1))
  expect(tree.has(1, numbered(1))).toBe(false)
})
