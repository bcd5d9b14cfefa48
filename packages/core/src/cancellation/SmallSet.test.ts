import { expect, it } from 'vitest'
import { SmallSet } from './SmallSet.ts'

it('has none, one or several members, each once', () => {
  const set = new SmallSet<string>()
  const seen = (): unknown[] => [set.size, ...set]
  expect(seen()).toEqual([0])
  set.add('a')
  expect(seen()).toEqual([1, 'a'])
  set.delete('b')
  expect(seen()).toEqual([1, 'a'])
  set.add('b')
  set.add('b')
  expect(seen()).toEqual([2, 'a', 'b'])
  set.delete('a')
  expect(seen()).toEqual([1, 'b'])
  set.delete('b')
  expect(seen()).toEqual([0])
})

it('loses its only member', () => {
  const set = new SmallSet<string>()
  set.add('a')
  set.delete('a')
  expect([set.size, ...set]).toEqual([0])
})
