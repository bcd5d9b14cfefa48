import { expect, it } from 'vitest'
import { ServerTime } from './ServerTime.ts'

it('is what the fastest reply told, and what has passed since its command was started', () => {
  const time = new ServerTime()
  // The server is 1000 ahead. The commands took 30, 5 and 80 ms to get there.
  time.learn(1030, 0)
  time.learn(1105, 100)
  time.learn(1280, 200)
  expect(time.at(300)).toBe(1305)
  expect(time.latest).toBe(1280)
})

it('forgets a fast reply after 20 s, since clocks part', () => {
  const time = new ServerTime()
  time.learn(1000, 0)
  time.learn(12_020, 11_000)
  expect(time.at(12_000)).toBe(13_000)
  time.learn(23_020, 22_000)
  expect(time.at(23_000)).toBe(24_020)
})

it('knows nothing by a reply of long ago', () => {
  const time = new ServerTime()
  time.learn(1000, 0)
  time.learn(3_600_090, 3_599_000)
  expect(time.at(3_600_000)).toBe(3_601_090)
})

it('remembers the latest time that was told', () => {
  const time = new ServerTime()
  time.learn(5000, 0)
  time.learn(4000, 1)
  expect(time.latest).toBe(5000)
})
