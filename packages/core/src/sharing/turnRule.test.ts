import { expect, it } from 'vitest'
import { call } from '../limiter/call.testing.ts'
import { turnRule } from './turnRule.ts'

it('is open if the last commit said nothing', () => {
  const rule = turnRule(() => undefined)
  expect(rule.opensAt(call(), 5, 0)).toBe(5)
  expect(rule.mayOpenEarlier?.(call(), 5)).toBe(false)
  expect(rule.reason(call(), 5)).toBe('turn')
})

it('is closed while it is the turn of others, which may be over sooner', () => {
  const rule = turnRule(() => ({ until: 9, reason: 'turn' }))
  expect(rule.opensAt(call(), 5, 0)).toBe(9)
  expect(rule.opensAt(call(), 10, 0)).toBe(10)
  expect(rule.reason(call(), 5)).toBe('turn')
  expect(rule.mayOpenEarlier?.(call(), 5)).toBe(true)
})

it('is closed for as long as others may know of more permits that are spent', () => {
  const rule = turnRule(() => ({ until: 9, reason: 'limit' }))
  expect(rule.opensAt(call(), 5, 0)).toBe(9)
  expect(rule.reason(call(), 5)).toBe('limit')
  expect(rule.mayOpenEarlier?.(call(), 5)).toBe(false)
})
