import type { EventEmitter } from 'node:events'
import { beforeEach, expect, it, vi } from 'vitest'
import { atExit } from './atExit.ts'

/** What this process calls as it ends, but for what the test runner does. */
const ends: (() => void)[] = []

beforeEach(() => {
  vi.spyOn(process as EventEmitter, 'prependOnceListener').mockImplementation((event, end) => {
    if (event === 'exit') ends.push(end)
    return process
  })
  vi.spyOn(process, 'off').mockImplementation((event, end: () => void) => {
    if (event === 'exit') ends.splice(ends.indexOf(end), 1)
    return process
  })
})

it('calls all listeners as the process ends, over one listener of the process', () => {
  const told: string[] = []
  const stops = ['a', 'b', 'c'].map((name) => atExit(() => told.push(name)))
  expect(ends).toHaveLength(1)
  stops[1]?.()
  ends[0]?.()
  expect(told).toEqual(['a', 'c'])
  stops[0]?.()
  expect(ends).toHaveLength(1)
  stops[2]?.()
  expect(ends).toHaveLength(0)
})

it('listens anew after all have stopped', () => {
  const listener = vi.fn<() => void>()
  atExit(() => {})()
  const stop = atExit(listener)
  ends[0]?.()
  expect(listener).toHaveBeenCalledOnce()
  stop()
  expect(ends).toHaveLength(0)
})
