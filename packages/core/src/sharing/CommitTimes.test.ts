import { expect, it, vi } from 'vitest'
import type { Clock } from '../contract/Clock.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { CommitTimes } from './CommitTimes.ts'
import { spareMs } from './Usage.ts'

function setUp() {
  const clock = new ManualClock()
  const commits: number[] = []
  const state = { isWaiting: false, isInUse: false, unusedMs: spareMs }
  const times = new CommitTimes({
    clock,
    commit: () => commits.push(clock.now()),
    isWaiting: () => state.isWaiting,
    unusedMs: () => (state.isInUse ? 0 : state.unusedMs),
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

it('counts what is due, and what it puts off, from the commit on', async () => {
  const { clock, commits, state, times } = setUp()
  state.isInUse = true
  await clock.advance(1000)
  times.committed(400, true)
  await clock.advance(1000)
  times.committed(Infinity, true)
  await clock.advance(5000)
  expect(commits).toEqual([1400, 4000])
})

it('gives back when a while has passed without a call, after it has put that off', async () => {
  const { clock, commits, state, times } = setUp()
  state.isInUse = true
  times.committed(Infinity, true)
  await clock.advance(700)
  state.isInUse = false
  await clock.advance(5000)
  expect(commits).toEqual([750])
})

it('gives back as soon as 250 ms have passed since the last call', async () => {
  const { clock, commits, state, times } = setUp()
  state.unusedMs = 200
  times.committed(Infinity, true)
  await clock.advance(250)
  expect(commits).toEqual([])
  state.unusedMs = 250
  await clock.advance(5000)
  expect(commits).toEqual([300])
})

it('tries again after a failure though calls leave, also if none has worked before', async () => {
  const { clock, commits, state, times } = setUp()
  state.isInUse = true
  times.failed(true)
  await clock.advance(5000)
  expect(commits).toEqual([1000])
})

it('commits no more once it is stopped', async () => {
  const { clock, commits, times } = setUp()
  times.committed(100, true)
  times.stop()
  await clock.advance(5000)
  expect(commits).toEqual([])
})

it.each([true, false])('keeps the process running if a call waits: %s', (isWaiting) => {
  const { clock, state, times } = setUp()
  const schedule = vi.spyOn(clock as Clock, 'schedule')
  state.isWaiting = isWaiting
  times.committed(100, false)
  expect(schedule).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 100, { keepAlive: isWaiting })
})
