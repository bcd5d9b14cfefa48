import { expect, test } from 'vitest'
import { BoundedMap } from './BoundedMap.ts'

const idleAt = (value: number, now: number): boolean => now >= value

test('never holds more than its capacity', () => {
  const map = new BoundedMap<number>(10, idleAt)
  for (let key = 0; key < 1000; key++) map.add(String(key), Number.POSITIVE_INFINITY, 0)
  expect(map.size).toBe(10)
  expect(map.get('999')).toBe(Number.POSITIVE_INFINITY)
})

test('removes idle entries faster than others arrive', () => {
  const map = new BoundedMap<number>(1000, idleAt)
  for (let key = 0; key < 100; key++) map.add(`old ${key}`, 10, 0)
  for (let key = 0; key < 100; key++) map.add(`new ${key}`, 100, 10)
  expect(map.size).toBe(100)
  expect(map.get('old 0')).toBeUndefined()
})

test('lists only entries that are not idle', () => {
  const map = new BoundedMap<number>(10, idleAt)
  map.add('idle', 5, 0)
  map.add('active', 15, 0)
  expect([...map.active(10)]).toEqual([['active', 15]])
})
