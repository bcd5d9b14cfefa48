import { expect, it } from 'vitest'
import { mapValues } from './mapValues.ts'

it('keeps each key, and changes its value', () => {
  const joined = mapValues({ a: 1, b: 2 }, (value, key) => `${key}${value}`)
  expect(joined).toEqual({ a: 'a1', b: 'b2' })
})

it('leaves the record as it is', () => {
  const record = { a: 1 }
  mapValues(record, (value) => value + 1)
  expect(record).toEqual({ a: 1 })
})
