import { expect, test } from 'vitest'
import { Recent } from './Recent.ts'

test('the newest values are kept, and a value recorded again is the newest', () => {
  const recent = new Recent<number, string>(2)
  recent.set(1, 'a')
  recent.set(2, 'b')
  recent.set(1, 'c')
  recent.set(3, 'd')
  expect([1, 2, 3].map((id) => recent.get(id))).toEqual(['c', undefined, 'd'])
  recent.clear()
  expect([...recent.values()]).toEqual([])
})
