import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { systemClock } from './systemClock.ts'

describe('the clock of the machine', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('waits longer than a timer can', () => {
    const callback = vi.fn<() => void>()
    const longMs = 3 * 2 ** 31
    systemClock().schedule(callback, longMs, { keepAlive: true })
    vi.advanceTimersByTime(longMs - 1)
    expect(callback).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(callback).toHaveBeenCalledOnce()
  })

  it('never fires before its time, rounded up to what timers know', () => {
    const callback = vi.fn<() => void>()
    systemClock().schedule(callback, 10.2, { keepAlive: true })
    vi.advanceTimersByTime(10)
    expect(callback).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(callback).toHaveBeenCalledOnce()
  })

  it('can be undone at any time, also in a later piece', () => {
    const callback = vi.fn<() => void>()
    const cancel = systemClock().schedule(callback, 2 ** 32, { keepAlive: true })
    vi.advanceTimersByTime(2 ** 31 + 5)
    cancel()
    cancel()
    vi.runAllTimers()
    expect(callback).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes on when the wall clock is set', () => {
    const clock = systemClock()
    const before = clock.now()
    vi.setSystemTime(Date.now() - 3_600_000)
    expect(clock.now()).toBe(before)
    expect(clock.epoch()).toBe(Date.now())
  })
})

it('keeps a process alive only if it is told to', () => {
  const set = vi.spyOn(globalThis, 'setTimeout')
  const cancels = [true, false].map((keepAlive) => systemClock().schedule(() => {}, 1e9, { keepAlive }))
  const handles = set.mock.results.map(({ value }) => value as NodeJS.Timeout)
  expect(handles.map((handle) => handle.hasRef())).toEqual([true, false])
  for (const cancel of cancels) cancel()
})

it('sets a timer that no call waits for outside the zone of Angular', () => {
  const zones: string[] = []
  let zone = 'angular'
  const parent = {
    run(callback: () => void) {
      zone = 'outer'
      callback()
      zone = 'angular'
    },
  }
  vi.stubGlobal('Zone', { current: { getZoneWith: (key: string) => key === 'isAngularZone' && { parent } } })
  onTestFinished(() => void vi.unstubAllGlobals())
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((() => zones.push(zone)) as never)
  for (const keepAlive of [true, false]) systemClock().schedule(() => {}, 5, { keepAlive })
  expect(zones).toEqual(['angular', 'outer'])
})
