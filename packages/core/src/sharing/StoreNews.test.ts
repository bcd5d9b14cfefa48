import { expect, it, vi } from 'vitest'
import type { Clock } from '../contract/Clock.ts'
import { ManualClock } from '../testing/index.ts'
import { StoreNews } from './StoreNews.ts'

function setUp() {
  const clock = new ManualClock()
  const watches: boolean[] = []
  const state = { isWaiting: false, readAfterMs: 200 as number | undefined, waitingMs: 0, reads: 0, stops: 0 }
  let tell = (): void => {}
  const news = new StoreNews({
    clock,
    watch(listener, isWaiting) {
      tell = listener
      watches.push(isWaiting)
      return () => (state.stops += 1)
    },
    isWaiting: () => state.isWaiting,
    readAfterMs: (isWaiting) => (isWaiting ? state.waitingMs : state.readAfterMs),
    onNews: () => (state.reads += 1),
  })
  return { clock, news, state, watches, tell: () => tell() }
}

it('reads news at once while a call waits', () => {
  const { news, state, tell } = setUp()
  state.isWaiting = true
  news.watch()
  tell()
  tell()
  expect(state.reads).toBe(2)
})

it('reads news that no call waits for after 200 ms, all at once, however many come', async () => {
  const { clock, news, state, tell } = setUp()
  news.watch()
  for (let count = 0; count < 10; count += 1) {
    tell()
    await clock.advance(100)
  }
  expect(state.reads).toBe(5)
  await clock.advance(1000)
  expect(state.reads).toBe(5)
})

it('reads late news once, if a call begins to wait meanwhile', async () => {
  const { clock, news, state, tell } = setUp()
  news.watch()
  tell()
  state.isWaiting = true
  tell()
  await clock.advance(1000)
  expect(state.reads).toBe(1)
})

it('watches anew only if a call begins or ceases to wait, and reads nothing once it has stopped', async () => {
  const { clock, news, state, watches, tell } = setUp()
  news.watch()
  news.watch()
  state.isWaiting = true
  news.watch()
  state.isWaiting = false
  news.watch()
  expect([watches, state.stops]).toEqual([[false, true, false], 2])
  tell()
  news.stop()
  await clock.advance(1000)
  expect([state.reads, state.stops]).toEqual([0, 3])
})

it('reads no news on their own that a commit reads soon, unless a call waits', async () => {
  const { clock, news, state, tell } = setUp()
  state.readAfterMs = undefined
  news.watch()
  tell()
  await clock.advance(1000)
  expect(state.reads).toBe(0)
  state.isWaiting = true
  news.watch()
  tell()
  expect(state.reads).toBe(1)
})

it('puts off what a call waits for, and reads that at once which a call then needs at once', async () => {
  const clock = new ManualClock()
  const state = { afterMs: 30, reads: 0 }
  let tell = (): void => {}
  const news = new StoreNews({
    clock,
    watch(listener) {
      tell = listener
      return () => {}
    },
    isWaiting: () => true,
    readAfterMs: () => state.afterMs,
    onNews: () => (state.reads += 1),
  })
  news.watch()
  tell()
  tell()
  await clock.advance(29)
  expect(state.reads).toBe(0)
  await clock.advance(1)
  expect(state.reads).toBe(1)
  tell()
  state.afterMs = 0
  tell()
  await clock.advance(1000)
  expect(state.reads).toBe(2)
})

it('reads late news earlier, once, if a call begins to wait that needs them earlier', async () => {
  const { clock, news, state, tell } = setUp()
  news.watch()
  tell()
  state.isWaiting = true
  state.waitingMs = 10
  tell()
  await clock.advance(9)
  expect(state.reads).toBe(0)
  await clock.advance(1)
  expect(state.reads).toBe(1)
  await clock.advance(1000)
  expect(state.reads).toBe(1)
})

it('reads late news again after it has read others at once', async () => {
  const { clock, news, state, tell } = setUp()
  news.watch()
  tell()
  state.isWaiting = true
  tell()
  state.isWaiting = false
  tell()
  await clock.advance(199)
  expect(state.reads).toBe(1)
  await clock.advance(1)
  expect(state.reads).toBe(2)
})

it('watches again after it has stopped, and stops once', () => {
  const { news, state, watches } = setUp()
  news.watch()
  news.stop()
  news.stop()
  expect(state.stops).toBe(1)
  news.watch()
  expect(watches).toEqual([false, false])
})

it('does not keep the process running for late news', () => {
  const { clock, news, tell } = setUp()
  const schedule = vi.spyOn(clock as Clock, 'schedule')
  news.watch()
  tell()
  expect(schedule).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 200, { keepAlive: false })
})
