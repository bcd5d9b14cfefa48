import { describe, expect, it, vi } from 'vitest'
import { ManualClock } from '../testing/ManualClock.ts'
import type { BandoState } from './BandoState.ts'
import { StateStore } from './StateStore.ts'

function stateOf(waiting: number, remaining = 5): BandoState {
  return {
    auth: { status: 'verified', until: undefined },
    limit: { requests: 5, windowMs: 1000, remaining, inFlight: 0, resetsAt: undefined, source: 'configured' },
    queue: { waiting, nextAt: undefined, reason: undefined },
  }
}

function setUp() {
  const clock = new ManualClock()
  const now = { waiting: 0, remaining: 5, changesAt: Infinity }
  const onListenerError = vi.fn<(error: unknown) => void>()
  const look = () => ({ state: stateOf(now.waiting, now.remaining), changesAt: now.changesAt })
  const watch = vi.fn<() => () => void>(() => () => {})
  const stateStore = new StateStore({ clock, look, watch, onListenerError })
  const change = (waiting: number): void => {
    now.waiting = waiting
    stateStore.changed()
  }
  return { clock, now, stateStore, change, onListenerError, watch }
}

describe('the state', () => {
  it('is the same object until something changed, and so is each of its parts', () => {
    const { stateStore, change } = setUp()
    const { state } = stateStore
    stateStore.changed()
    expect(stateStore.state).toBe(state)
    change(1)
    expect(stateStore.state).toEqual(stateOf(1))
    expect(stateStore.state.limit).toBe(state.limit)
    expect(stateStore.state.auth).toBe(state.auth)
    expect(stateStore.state.queue).not.toBe(state.queue)
  })

  it('changes with time, when it was said to', async () => {
    const { stateStore, now, clock, change } = setUp()
    stateStore.subscribe(() => {})
    now.changesAt = 100
    change(1)
    expect(stateStore.state.limit.remaining).toBe(5)
    now.remaining = 6
    await clock.advance(99)
    expect(stateStore.state.limit.remaining).toBe(5)
    await clock.advance(1)
    expect(stateStore.state.limit.remaining).toBe(6)
  })
})

describe('a subscriber', () => {
  it('hears of what time changes next, though the snapshot was old when it came', async () => {
    const { stateStore, now, clock, change } = setUp()
    now.changesAt = 100
    change(1)
    const listener = vi.fn<() => void>()
    stateStore.subscribe(listener)
    now.remaining = 6
    await clock.advance(99)
    expect(listener).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('hears once of all that changed in a turn, and of nothing where nothing did', async () => {
    const { stateStore, change, clock } = setUp()
    const listener = vi.fn<() => void>()
    stateStore.subscribe(listener)
    change(1)
    change(2)
    expect(listener).not.toHaveBeenCalled()
    await clock.advance(0)
    expect(listener).toHaveBeenCalledOnce()
    change(2)
    await clock.advance(0)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('hears of a change though the state was read before it was told', async () => {
    const { stateStore, change, clock } = setUp()
    const listener = vi.fn<() => void>()
    stateStore.subscribe(listener)
    change(1)
    expect(stateStore.state.queue.waiting).toBe(1)
    await clock.advance(0)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('hears of what time alone changes, sixteen milliseconds apart at least', async () => {
    const { stateStore, now, clock } = setUp()
    const listener = vi.fn<() => void>()
    now.changesAt = 5
    stateStore.changed()
    void stateStore.state
    stateStore.subscribe(listener)
    now.remaining = 6
    now.changesAt = Infinity
    await clock.advance(15)
    expect(listener).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(listener).toHaveBeenCalledOnce()
    expect(clock.pending).toBe(0)
  })

  it('that stops hears no more, and leaves no timer behind', async () => {
    const { stateStore, now, change, clock } = setUp()
    const listener = vi.fn<() => void>()
    now.changesAt = 1000
    void (stateStore.changed(), stateStore.state)
    const stop = stateStore.subscribe(listener)
    expect(clock.pending).toBe(1)
    stop()
    expect(clock.pending).toBe(0)
    change(1)
    await clock.advance(2000)
    expect(listener).not.toHaveBeenCalled()
  })

  it('that stops and listens anew, while it hears, hears of the next change alone', async () => {
    const { stateStore, change } = setUp()
    let heard = 0
    let stop = (): void => {}
    const listener = (): void => {
      heard += 1
      stop()
      if (heard < 10) stop = stateStore.subscribe(listener)
    }
    stop = stateStore.subscribe(listener)
    change(1)
    await Promise.resolve()
    expect(heard).toBe(1)
  })

  it('that throws is reported, and the next hears all the same', async () => {
    const { stateStore, change, clock, onListenerError } = setUp()
    const error = new Error('mine')
    const next = vi.fn<() => void>()
    stateStore.subscribe(() => {
      throw error
    })
    stateStore.subscribe(next)
    change(1)
    await clock.advance(0)
    expect(onListenerError).toHaveBeenCalledExactlyOnceWith(error)
    expect(next).toHaveBeenCalledOnce()
  })

  it('that rejects is reported too', async () => {
    const { stateStore, change, clock, onListenerError } = setUp()
    const error = new Error('mine')
    stateStore.subscribe(() => Promise.reject(error))
    change(1)
    await clock.advance(0)
    expect(onListenerError).toHaveBeenCalledExactlyOnceWith(error)
  })

  it('twice the same hears twice, and stops once', async () => {
    const { stateStore, change, clock } = setUp()
    const listener = vi.fn<() => void>()
    stateStore.subscribe(listener)()
    stateStore.subscribe(listener)
    const stop = stateStore.subscribe(listener)
    change(1)
    await clock.advance(0)
    expect(listener).toHaveBeenCalledTimes(2)
    stop()
    change(2)
    await clock.advance(0)
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('hears nothing more once all is closed', async () => {
    const { stateStore, change, clock } = setUp()
    const listener = vi.fn<() => void>()
    stateStore.subscribe(listener)
    stateStore.close()
    change(1)
    await clock.advance(0)
    expect(listener).not.toHaveBeenCalled()
  })
})

it('watches for changes only while there are subscribers, and looks anew each time without', () => {
  const { stateStore, now, watch } = setUp()
  now.waiting = 3
  expect(stateStore.state).toEqual(stateOf(3))
  expect(watch).not.toHaveBeenCalled()
  const stops = [vi.fn<() => void>(), vi.fn<() => void>()]
  for (const stop of stops) watch.mockReturnValueOnce(stop)
  const unsubscribe = [stateStore.subscribe(() => {}), stateStore.subscribe(() => {})]
  unsubscribe[0]?.()
  expect([watch.mock.calls.length, stops[0]?.mock.calls.length]).toEqual([1, 0])
  unsubscribe[1]?.()
  expect(stops[0]).toHaveBeenCalledOnce()
  stateStore.subscribe(() => {})
  stateStore.close()
  expect([watch.mock.calls.length, stops[1]?.mock.calls.length]).toEqual([2, 1])
})
