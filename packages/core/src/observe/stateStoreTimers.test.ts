import { describe, expect, it, vi } from 'vitest'
import { ManualClock } from '../testing/ManualClock.ts'
import type { BandoState } from './BandoState.ts'
import { StateStore } from './StateStore.ts'
import type { View } from './StateStore.ts'

function stateOf(waiting: number): BandoState {
  return {
    auth: { status: 'verified', until: undefined },
    limit: {
      requests: 5,
      windowMs: 1000,
      remaining: 5,
      inFlight: 0,
      resetsAt: undefined,
      source: 'configured',
    },
    queue: { waiting, nextAt: undefined, reason: undefined },
  }
}

function setUp() {
  const clock = new ManualClock()
  const schedule = vi.spyOn(clock, 'schedule')
  const now = { waiting: 0, changesAt: Infinity }
  const look = vi.fn<() => View>(() => ({ state: stateOf(now.waiting), changesAt: now.changesAt }))
  const stateStore = new StateStore({ clock, look, watch: () => () => {}, onListenerError: () => {} })
  return { clock, schedule, now, look, stateStore }
}

describe('the state', () => {
  it('is new from the instant at which time changes it, even before subscribers are notified', async () => {
    const { stateStore, now, clock } = setUp()
    const listener = vi.fn<() => void>()
    now.changesAt = 5
    stateStore.subscribe(listener)
    now.waiting = 1
    now.changesAt = Infinity
    await clock.advance(4)
    expect(stateStore.state.queue.waiting).toBe(0)
    await clock.advance(1)
    expect(stateStore.state.queue.waiting).toBe(1)
    expect(listener).not.toHaveBeenCalled()
    await clock.advance(11)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('is not computed for a change while there are no subscribers', async () => {
    const { stateStore, look, clock } = setUp()
    look.mockClear()
    stateStore.changed()
    await clock.advance(0)
    expect(look).not.toHaveBeenCalled()
  })
})

describe('a subscriber', () => {
  it('is not notified of a change that came before the first subscriber', async () => {
    const { stateStore, now, clock } = setUp()
    const listener = vi.fn<() => void>()
    now.waiting = 1
    stateStore.changed()
    stateStore.subscribe(listener)
    stateStore.changed()
    await clock.advance(0)
    expect(listener).not.toHaveBeenCalled()
  })

  it('is notified of a change even if another subscribes before the notification', async () => {
    const { stateStore, now, clock } = setUp()
    const listener = vi.fn<() => void>()
    stateStore.subscribe(listener)
    now.waiting = 1
    stateStore.changed()
    stateStore.subscribe(() => {})
    await clock.advance(0)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('is not notified if an earlier subscriber removes it during the same notification', async () => {
    const { stateStore, now, clock } = setUp()
    const removed = vi.fn<() => void>()
    let remove = (): void => {}
    const remover = vi.fn<() => void>(() => remove())
    stateStore.subscribe(remover)
    remove = stateStore.subscribe(removed)
    now.waiting = 1
    stateStore.changed()
    await clock.advance(0)
    expect(remover).toHaveBeenCalledOnce()
    expect(removed).not.toHaveBeenCalled()
  })

  it('is notified at each instant at which time changes the state', async () => {
    const { stateStore, now, clock } = setUp()
    const notifiedAt: number[] = []
    now.changesAt = 100
    stateStore.subscribe(() => notifiedAt.push(clock.now()))
    now.waiting = 1
    now.changesAt = 250
    await clock.advance(100)
    now.waiting = 2
    now.changesAt = Infinity
    await clock.advance(1000)
    expect(notifiedAt).toEqual([100, 250])
  })
})

describe('the timer', () => {
  it('fires when time changes the state, whatever the clock shows at first', async () => {
    const { stateStore, now, clock } = setUp()
    await clock.advance(50)
    now.changesAt = 100
    stateStore.subscribe(() => {})
    expect(clock.nextAt).toBe(100)
  })

  it('does not keep the process running', () => {
    const { stateStore, now, schedule } = setUp()
    now.changesAt = 100
    stateStore.subscribe(() => {})
    expect(schedule).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 100, { keepAlive: false })
  })

  it('is set once for all changes of one turn', async () => {
    const { stateStore, now, schedule, clock } = setUp()
    stateStore.subscribe(() => {})
    now.changesAt = 100
    stateStore.changed()
    stateStore.changed()
    await clock.advance(0)
    expect(schedule).toHaveBeenCalledOnce()
  })

  it('is not set again if the last subscriber stops before a notification', async () => {
    const { stateStore, now, clock } = setUp()
    now.changesAt = 1000
    const stop = stateStore.subscribe(() => {})
    stateStore.changed()
    stop()
    await clock.advance(0)
    expect(clock.pending).toBe(0)
  })
})
