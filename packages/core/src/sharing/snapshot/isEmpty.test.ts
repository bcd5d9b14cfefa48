import { expect, it } from 'vitest'
import { isEmpty } from './isEmpty.ts'
import { newRecord } from './newRecord.ts'

it('a record is empty if it has no key', () => {
  expect([isEmpty({}), isEmpty(newRecord())]).toEqual([true, true])
})

it('a record with a key is not empty, even if the value is undefined', () => {
  expect([isEmpty({ a: 1 }), isEmpty({ a: undefined })]).toEqual([false, false])
})
