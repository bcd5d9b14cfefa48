import { expect, it } from 'vitest'
import { packInstants, unpackInstants } from './packInstants.ts'

it('stores each instant by its distance from the one before, and its count', () => {
  const instants = { at: [1_700_000_000_000, 1_700_000_000_005, 1_700_000_014_067], count: [1, 3, 2] }
  expect(packInstants(instants)).toEqual([1_700_000_000_000, 1, 5, 3, 14_062, 2])
  expect(unpackInstants(packInstants(instants))).toEqual(instants)
})

it('stores nothing for none', () => {
  expect(packInstants({ at: [], count: [] })).toEqual([])
  expect(unpackInstants([])).toEqual({ at: [], count: [] })
})
