import { expect, it } from 'vitest'
import { newRecord } from './newRecord.ts'

it('a new record has no keys, not even those that every object inherits', () => {
  const record = newRecord<number>()
  expect(Object.keys(record)).toEqual([])
  expect(['toString' in record, record['constructor']]).toEqual([false, undefined])
})
