import { createBando, memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'

const limit = { requests: 100, windowMs: 3_600_000 }
/**
 * A permit is held 500 ppm of its window and a millisecond longer than the window, because clocks
 * differ.
 */
const heldMs = limit.windowMs * 1.0005 + 1
const windows = 5

it('uses 100 of every window of a sliding log without headers, over real HTTP, and none is refused', async () => {
  const clock = new ManualClock()
  const mock = createMock({ limit, algorithm: 'sliding-log', headers: 'none' })
  mock.clock.freeze()
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const bando = createBando({
    token: mock.tokens.issue(),
    baseUrl: url,
    limit,
    clock,
    store: memoryStore(),
    maxWaitMs: Infinity,
  })
  onTestFinished(() => bando.close())

  const calls = Array.from({ length: windows * limit.requests }, (_, index) =>
    bando.get('/coolness', { query: { index } }),
  )
  for (let served = limit.requests; served <= calls.length; served += limit.requests) {
    await Promise.all(calls.slice(0, served))
    expect(bando.state.queue.waiting).toBe(calls.length - served)
    expect(mock.log.map(({ status }) => status)).toEqual(Array.from({ length: served }, () => 200))
    mock.advance(heldMs)
    await clock.advance(heldMs)
  }
})
