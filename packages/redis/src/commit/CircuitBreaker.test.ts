import { expect, it } from 'vitest'
import { CircuitBreaker } from './CircuitBreaker.ts'

function setUp(random = 1) {
  const time = { now: 0 }
  return { time, breaker: new CircuitBreaker({ now: () => time.now, random: () => random }) }
}

it('lets commands go as long as none fails', () => {
  const { breaker } = setUp()
  expect(breaker.enter()).toBe(0)
  breaker.succeeded()
  expect(breaker.enter()).toBe(0)
})

it('lets one command go after a pause, and no other until that is known to have succeeded', () => {
  const { time, breaker } = setUp()
  breaker.failed()
  expect(breaker.enter()).toBe(50)
  time.now = 50
  expect(breaker.enter()).toBe(0)
  expect(breaker.enter()).toBe(50)
  breaker.succeeded()
  expect(breaker.enter()).toBe(0)
})

it('doubles the pause with each failure, up to two seconds', () => {
  const { time, breaker } = setUp()
  const pauses: number[] = []
  for (let failure = 0; failure < 8; failure += 1) {
    breaker.failed()
    pauses.push(breaker.enter())
    time.now += breaker.enter()
    breaker.enter()
  }
  expect(pauses).toEqual([50, 100, 200, 400, 800, 1600, 2000, 2000])
})

it('lets processes try at different times', () => {
  const { breaker } = setUp(0)
  breaker.failed()
  expect(breaker.enter()).toBe(25)
})

it('tries again if the one that tried never told how it ended', () => {
  const { time, breaker } = setUp()
  breaker.failed()
  time.now = 50
  expect(breaker.enter()).toBe(0)
  time.now = 100
  expect(breaker.enter()).toBe(0)
})
