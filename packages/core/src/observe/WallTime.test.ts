import { expect, it } from 'vitest'
import { ManualClock } from '../testing/index.ts'
import { WallTime } from './WallTime.ts'

it('shows one instant as the same time, though the two clocks round differently', async () => {
  const clock = new ManualClock(1_000_000)
  const wall = new WallTime(clock)
  const shown = [0, 0.4, -0.6, 30].map((off) => {
    clock.setWall(1_000_000 + off)
    return wall.toEpoch(500.2)
  })
  expect(new Set(shown)).toEqual(new Set([1_000_500]))
})

it('follows the wall clock when it jumps', () => {
  const clock = new ManualClock(1_000_000)
  const wall = new WallTime(clock)
  clock.setWall(1_000_000 - 3_600_000)
  expect(wall.toEpoch(0)).toBe(1_000_000 - 3_600_000)
})

it('shows an instant exactly if the monotonic clock is past 0 at the start', async () => {
  const clock = new ManualClock(1_000_000)
  await clock.advance(10)
  expect(new WallTime(clock).toEpoch(10)).toBe(1_000_010)
})

it.each([
  ['keeps the time that it shows if the wall clock is off by 50 ms', 50, 1_000_000],
  ['follows the wall clock if it is off by more than 50 ms', 51, 1_000_051],
])('%s', (_, offMs, shown) => {
  const clock = new ManualClock(1_000_000)
  const wall = new WallTime(clock)
  clock.setWall(1_000_000 + offMs)
  expect(wall.toEpoch(0)).toBe(shown)
})
