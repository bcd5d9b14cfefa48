import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from '../limiter/call.testing.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { queued } from './queuedCall.testing.ts'
import { Turns } from './Turns.ts'

/** Numbers calls as they arrive, and names each by its group and number. */
function arrivals(): { arrive: (group?: string) => QueuedCall; name: (call: QueuedCall) => string } {
  const names = new Map<QueuedCall, string>()
  return {
    arrive(group) {
      const call = queued('normal', { group })
      call.order = names.size + 1
      names.set(call, `${group ?? ''}${call.order}`)
      return call
    },
    name: (call) => names.get(call) ?? '',
  }
}

function sendAll(turns: Turns): QueuedCall[] {
  const sent: QueuedCall[] = []
  for (let call = turns.first; call; call = turns.first) {
    turns.remove(call, true)
    sent.push(call)
  }
  return sent
}

it.each([
  ['by arrival if no call has a group', [undefined, undefined, undefined], '1 2 3'],
  ['by arrival within one group', ['a', 'a', 'a'], 'a1 a2 a3'],
  ['one of each group in turns', ['a', 'a', 'a', 'b', 'b', 'c'], 'a1 b4 c6 a2 b5 a3'],
  ['a call without a group as a group of its own', ['a', 'a', undefined, undefined], 'a1 3 4 a2'],
])('sends %s', (_, groups, expected) => {
  const turns = new Turns()
  const { arrive, name } = arrivals()
  for (const group of groups) turns.insert(arrive(group))
  expect(sendAll(turns).map(name).join(' ')).toBe(expected)
})

it('serves a group that comes late in the current turn, not before all others nor after them', () => {
  const turns = new Turns()
  const { arrive, name } = arrivals()
  for (let count = 0; count < 5; count += 1) turns.insert(arrive('greedy'))
  for (let count = 0; count < 3; count += 1) turns.remove(turns.first as QueuedCall, true)
  for (const group of ['b', 'b']) turns.insert(arrive(group))
  expect(sendAll(turns).map(name)).toEqual(['b6', 'greedy4', 'b7', 'greedy5'])
})

it('keeps a call that comes back before the others of its group', () => {
  const turns = new Turns()
  const { arrive, name } = arrivals()
  const [first, second, other] = [arrive('a'), arrive('a'), arrive('b')]
  for (const call of [first, second, other]) turns.insert(call)
  turns.remove(first, true)
  turns.insert(first)
  expect(sendAll(turns).map(name)).toEqual(['a1', 'b3', 'a2'])
})

it('gives a group whose calls were cancelled no later turn for them', () => {
  const turns = new Turns()
  const { arrive, name } = arrivals()
  const cancelled = Array.from({ length: 5 }, () => arrive('a'))
  for (const call of cancelled) turns.insert(call)
  for (const call of cancelled) turns.remove(call)
  for (const group of ['b', 'b', 'a']) turns.insert(arrive(group))
  expect(sendAll(turns).map(name)).toEqual(['b6', 'a8', 'b7'])
})

it('does not let a call pass others of its group because one of them was cancelled', () => {
  const turns = new Turns()
  const { arrive, name } = arrivals()
  const [cancelled, second, third] = [arrive('a'), arrive('a'), arrive('a')]
  for (const call of [cancelled, second, third]) turns.insert(call)
  turns.remove(cancelled)
  turns.insert(arrive('a'))
  expect(sendAll(turns).map(name)).toEqual(['a2', 'a3', 'a4'])
})

it('does not hold a group back because the last call of another was cancelled', () => {
  const turns = new Turns()
  const { arrive, name } = arrivals()
  const calls = Array.from({ length: 3 }, () => arrive('a'))
  for (const call of calls) turns.insert(call)
  turns.remove(calls[2] as QueuedCall)
  turns.insert(arrive('b'))
  expect(sendAll(turns).map(name)).toEqual(['a1', 'b4', 'a2'])
})

it('removes no call instead of one that does not wait', () => {
  const turns = new Turns()
  const { arrive } = arrivals()
  const [sent, waiting, stranger] = [arrive('a'), arrive('a'), arrive('a')]
  turns.insert(sent)
  turns.insert(waiting)
  turns.remove(sent, true)
  for (const gone of [sent, stranger]) {
    turns.remove(gone)
    expect([turns.has(gone), turns.has(waiting), turns.size]).toEqual([false, true, 1])
  }
})

it('counts exactly what goes before a call', () => {
  const group = fc.constantFrom('a', 'b', 'c', undefined)
  const step = fc.record({
    kind: fc.constantFrom('arrive', 'arrive', 'send', 'cancel'),
    group,
    pick: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const turns = new Turns()
      const { arrive } = arrivals()
      const waiting: QueuedCall[] = []
      for (const { kind, group: from, pick } of steps) {
        if (kind === 'arrive') {
          const call = arrive(from)
          const ahead = turns.ahead(call)
          turns.insert(call)
          waiting.push(call)
          expect([...turns].indexOf(call)).toBe(ahead)
        } else {
          const call = kind === 'send' ? turns.first : waiting[pick % Math.max(1, waiting.length)]
          if (call === undefined) continue
          turns.remove(call, kind === 'send')
          waiting.splice(waiting.indexOf(call), 1)
        }
        const order = [...turns]
        expect(new Set(order)).toEqual(new Set(waiting))
        expect(order.map((call) => turns.ahead(call))).toEqual(order.map((_, index) => index))
        expect([turns.size, turns.first]).toEqual([order.length, order[0]])
        expect(order.every((call) => turns.has(call))).toBe(true)
      }
    }),
    { numRuns },
  )
})

it('never sends two calls more of one group than of another that still waits', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60, size: 'max' }), (groups) => {
      const turns = new Turns()
      const { arrive } = arrivals()
      for (const group of groups) turns.insert(arrive(group))
      const order = sendAll(turns).map((call) => call.group)
      for (const [index] of order.entries()) {
        const sent = order.slice(0, index + 1)
        const waiting = new Set(order.slice(index + 1))
        const counts = ['a', 'b', 'c'].map((group) => sent.filter((each) => each === group).length)
        const least = Math.min(...[...waiting].map((group) => sent.filter((each) => each === group).length))
        expect(Math.max(...counts) - (waiting.size > 0 ? least : Infinity)).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns },
  )
})
