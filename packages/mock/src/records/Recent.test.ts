import { expect, test } from 'vitest'
import { Recent } from './Recent.ts'

test('the newest are kept, and what is recorded again is new', () => {
  const recent = new Recent<number, string>(2)
  recent.set(1, 'a')
  recent.set(2, 'b')
  recent.set(1, 'c')
  recent.set(3, 'd')
  expect([1, 2, 3].map((id) => recent.get(id))).toEqual(['c', undefined, 'd'])
  recent.clear()
  expect([...recent.values()]).toEqual([])
})
