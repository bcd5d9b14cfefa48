import { expect, it } from 'vitest'
import { ManualClock } from '../testing/ManualClock.ts'
import { StoreTime } from './StoreTime.ts'

async function setUp() {
  const clock = new ManualClock(1000)
  await clock.advance(5)
  return { clock, time: new StoreTime(clock) }
}

it('starts at the time of the wall', async () => {
  const { time } = await setUp()
  expect(time.at(0)).toBe(1005)
})

it('runs on with the clock, though the wall is set', async () => {
  const { clock, time } = await setUp()
  clock.setWall(0)
  await clock.advance(10)
  expect(time.at(0)).toBe(1015)
  clock.setWall(9_000_000)
  expect(time.at(0)).toBe(1015)
})

it('catches up with a commit of a member that is ahead, and runs on from there', async () => {
  const { clock, time } = await setUp()
  expect(time.at(5000)).toBe(5000)
  await clock.advance(10)
  expect(time.at(5000)).toBe(5010)
  expect(time.at(0)).toBe(5010)
})
