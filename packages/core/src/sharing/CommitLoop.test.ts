import { expect, it, vi } from 'vitest'
import type { Clock } from '../contract/Clock.ts'
import { deferred } from '../deferred.testing.ts'
import { ManualClock } from '../testing/index.ts'
import { CommitLoop } from './CommitLoop.ts'

/** Lets all promises settle that time does not hold up. */
const settle = (clock: ManualClock): Promise<void> => clock.advance(0)

it('runs one commit at a time, and what is asked for meanwhile together', async () => {
  const clock = new ManualClock()
  const { promise, resolve } = deferred<void>()
  let commits = 0
  const loop = new CommitLoop(clock, async () => {
    commits += 1
    if (commits === 1) await promise
  })
  loop.ask()
  await settle(clock)
  for (let count = 0; count < 5; count += 1) loop.ask()
  await settle(clock)
  expect(commits).toBe(1)
  resolve()
  await settle(clock)
  expect(commits).toBe(2)
})

it('ends with one commit, or two if something is left', async () => {
  let commits = 0
  const loop = new CommitLoop(new ManualClock(), async () => void (commits += 1))
  await loop.finish(() => false, 1000)
  expect(commits).toBe(1)
  await loop.finish(() => true, 1000)
  expect(commits).toBe(3)
})

it('waits for its end no longer than it was told', async () => {
  const clock = new ManualClock()
  const loop = new CommitLoop(clock, () => new Promise<never>(() => {}))
  let isOver = false
  void loop.finish(() => true, 1000).then(() => (isOver = true))
  await clock.advance(999)
  expect(isOver).toBe(false)
  await clock.advance(1)
  expect(isOver).toBe(true)
})

it('lets other work run, if each commit asks for the next', async () => {
  const clock = new ManualClock()
  let commits = 0
  const loop: CommitLoop = new CommitLoop(clock, async () => {
    commits += 1
    if (commits < 250) loop.ask()
  })
  loop.ask()
  await settle(clock)
  expect(commits).toBe(100)
  await clock.advance(2)
  expect(commits).toBe(250)
})

it('is running from the first request for a commit to the end of the last one', async () => {
  const clock = new ManualClock()
  const { promise, resolve } = deferred<void>()
  const loop = new CommitLoop(clock, () => promise)
  expect(loop.isRunning).toBe(false)
  loop.ask()
  expect(loop.isRunning).toBe(true)
  await settle(clock)
  expect(loop.isRunning).toBe(true)
  resolve()
  await settle(clock)
  expect(loop.isRunning).toBe(false)
})

it('keeps the process running while it pauses, and not while it waits for its end', async () => {
  const clock = new ManualClock()
  const schedule = vi.spyOn(clock as Clock, 'schedule')
  let commits = 0
  const loop: CommitLoop = new CommitLoop(clock, async () => {
    commits += 1
    if (commits < 101) loop.ask()
  })
  const finished = loop.finish(() => false, 1000)
  expect(schedule).toHaveBeenLastCalledWith(expect.any(Function), 1000, { keepAlive: false })
  await settle(clock)
  expect(schedule).toHaveBeenLastCalledWith(expect.any(Function), 1, { keepAlive: true })
  await clock.advance(1)
  await finished
  expect([commits, clock.pending]).toEqual([101, 0])
})
