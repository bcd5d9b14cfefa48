import { expect, it } from 'vitest'
import { ManualClock } from '../testing/ManualClock.ts'
import { CommitTimes } from './CommitTimes.ts'

function setUp() {
  const clock = new ManualClock()
  const commits: number[] = []
  const state = { isWaiting: false, isInUse: false }
  const times = new CommitTimes({
    clock,
    commit: () => commits.push(clock.now()),
    isWaiting: () => state.isWaiting,
    isInUse: () => state.isInUse,
  })
  return { clock, commits, state, times }
}

it('commits when it is due, and not before', async () => {
  const { clock, commits, times } = setUp()
  times.committed(2500, false)
  await clock.advance(5000)
  expect(commits).toEqual([2500])
})

it('gives back after 250 ms without a call', async () => {
  const { clock, commits, times } = setUp()
  times.committed(2500, true)
  await clock.advance(5000)
  expect(commits).toEqual([250])
})

it('puts that off while calls leave, for 2 s at most', async () => {
  const { clock, commits, state, times } = setUp()
  state.isInUse = true
  times.committed(2500, true)
  await clock.advance(1999)
  expect(commits).toEqual([])
  await clock.advance(1)
  expect(commits).toEqual([2000])
})

it('puts off nothing that is due, and nothing while a call waits', async () => {
  const { clock, commits, state, times } = setUp()
  state.isInUse = true
  times.committed(400, true)
  await clock.advance(400)
  expect(commits).toEqual([400])
  state.isWaiting = true
  times.committed(2500, true)
  await clock.advance(5000)
  expect(commits).toEqual([400, 650])
})

it('tries again 1 s after a failure, if anything is left to do', async () => {
  const { clock, commits, state, times } = setUp()
  state.isInUse = true
  times.committed(Infinity, false)
  times.failed(true)
  await clock.advance(5000)
  expect(commits).toEqual([1000])
  times.failed(false)
  await clock.advance(5000)
  expect(commits).toEqual([1000])
})
