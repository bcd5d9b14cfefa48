import { expect, test } from 'vitest'
import { lastInstant, MockClock } from './MockClock.ts'

test('time can be moved to its end, but not past it', () => {
  const clock = new MockClock({ now: () => 7 })
  expect(() => clock.advance(lastInstant - 6)).toThrow(
    new RangeError(
      `advance: time ends with the year 9999, but "${lastInstant - 6}" milliseconds go past it. Advance by less, or reset the mock first.`,
    ),
  )
  expect(clock.now()).toBe(7)
  clock.advance(lastInstant - 7)
  expect(new Date(clock.now()).toISOString()).toBe('9999-12-31T23:59:59.999Z')
})

test('time at any speed stops at its end', () => {
  let now = 7
  const clock = new MockClock({ now: () => now })
  clock.setScale(Number.MAX_VALUE)
  expect(clock.now()).toBe(7)
  now = 9
  expect(clock.now()).toBe(lastInstant)
})

test.each([Number.POSITIVE_INFINITY, Number.NaN, 0, -1])('a scale of %d is refused', (scale) => {
  const clock = new MockClock()
  expect(() => clock.setScale(scale)).toThrow(`expected a finite factor above 0, but "${scale}" was given.`)
  expect(clock.scale).toBe(1)
})
