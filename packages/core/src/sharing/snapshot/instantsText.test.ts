import { expect, it } from 'vitest'
import fc from 'fast-check'
import type { Instants } from '../../limiter/InstantQueue.ts'
import type { InstantsText } from './instantsText.ts'
import { encodeInstants, textOf, unpackInstants } from './instantsText.ts'

type Change = (instants: Instants) => Instants

const changes = fc.oneof(
  // A response.
  fc
    .record({ after: fc.integer({ min: 1, max: 50 }), many: fc.integer({ min: 1, max: 9 }) })
    .map(({ after, many }): Change => ({ at, count }) => ({
      at: [...at, (at.at(-1) ?? 1e12) + after],
      count: [...count, many],
    })),
  // Several have come free.
  fc.integer({ min: 1, max: 4 }).map((free): Change => ({ at, count }) => ({
    at: at.slice(free),
    count: count.slice(free),
  })),
  // One more at an instant.
  fc.nat().map((place): Change => ({ at, count }) => ({
    at: [...at],
    count: count.with(place % count.length, 7),
  })),
  // One between two.
  fc.nat().map((place): Change => ({ at, count }) => ({
    at: at.toSpliced(place % at.length, 0, (at[place % at.length] ?? 0) - 0.5),
    count: count.toSpliced(place % at.length, 0, 3),
  })),
)

const stored = (instants: Instants): unknown => JSON.parse(textOf(encodeInstants(instants)))

it('stores each instant by its distance from the one before, and its count', () => {
  const instants = { at: [1_700_000_000_000, 1_700_000_000_005, 1_700_000_014_067], count: [1, 3, 2] }
  expect(stored(instants)).toEqual([1_700_000_000_000, 1, 5, 3, 14_062, 2])
  expect(unpackInstants([1_700_000_000_000, 1, 5, 3, 14_062, 2])).toEqual(instants)
})

it('stores nothing for none', () => {
  expect(stored({ at: [], count: [] })).toEqual([])
  expect(unpackInstants([])).toEqual({ at: [], count: [] })
})

it('encodes the same, whatever it has encoded before, and can be read again', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 40 }), (all) => {
      let instants: Instants = { at: [1e12], count: [1] }
      let encoded: InstantsText = encodeInstants(instants)
      for (const change of all) {
        instants = instants.at.length === 0 ? { at: [2e12], count: [2] } : change(instants)
        encoded = encodeInstants(instants, encoded)
        expect(textOf(encoded)).toBe(textOf(encodeInstants(instants)))
        expect(unpackInstants(JSON.parse(textOf(encoded)))).toEqual(instants)
      }
    }),
  )
})

it('uses the text again of what has not changed', () => {
  const before = encodeInstants({ at: [10, 20, 30, 40], count: [1, 2, 3, 4] })
  const tail = `${before.tail.slice(0, -2)}X${before.tail.slice(-1)}`
  expect(encodeInstants({ at: [20, 30, 40, 50], count: [2, 3, 4, 5] }, { ...before, tail }).tail).toBe(
    ',10,3,10X4,10,5',
  )
})

it('uses the text again of what was there, if nothing has come free', () => {
  const before = encodeInstants({ at: [10, 20, 30], count: [1, 2, 3] })
  const tail = `${before.tail.slice(0, -1)}X`
  const next = encodeInstants({ at: [10, 20, 30, 40], count: [1, 2, 3, 4] }, { ...before, tail })
  expect(next.tail).toBe(',10,2,10,X,10,4')
})

it('encodes other counts of the same instants', () => {
  const at = [10, 20]
  const next = encodeInstants({ at, count: [1, 3] }, encodeInstants({ at, count: [1, 2] }))
  expect(textOf(next)).toBe('[10,1,10,3]')
})

it('returns what it encoded before, if nothing has changed', () => {
  const instants = { at: [10, 20], count: [1, 2] }
  const before = encodeInstants(instants)
  expect(encodeInstants(instants, before)).toBe(before)
})
