import { describe, expect, it } from 'vitest'
import type { Limit } from '../contract/Limit.ts'
import { PermitLog } from './PermitLog.ts'
import { Window } from './Window.ts'

const limit = { requests: 3, windowMs: 10_000 }
/** A window and what honest clocks part in it: 1 ms, and 500 ppm. */
const heldMs = 10_006
const maxFlightMs = 60_000

interface Permits {
  readonly log: PermitLog
  readonly window: Window
}

function none(of: Limit = limit, flightMs = maxFlightMs): Permits {
  const log = new PermitLog(flightMs)
  log.keepFor([of.windowMs])
  return { log, window: new Window(of, log) }
}

function fullAt(...answeredAt: number[]): Permits {
  const { log, window } = none()
  for (const at of answeredAt) {
    log.sent()
    log.settled(at)
  }
  return { log, window }
}

describe('a permit', () => {
  it('is held from sending until one window after its answer, and no longer', () => {
    const { window } = fullAt(5000)
    expect(window.held(5000 + heldMs - 1)).toBe(1)
    expect(window.held(5000 + heldMs)).toBe(0)
  })

  it('without an answer is held until maxFlightMs and a window later', () => {
    const { log, window } = none()
    log.sent()
    log.lost(1000)
    expect(log.inFlight).toBe(0)
    expect(window.held(1000 + maxFlightMs + heldMs - 1)).toBe(1)
    expect(window.held(1000 + maxFlightMs + heldMs)).toBe(0)
  })

  it('that was never used is free at once', () => {
    const { log, window } = none()
    log.sent()
    expect(window.held(0)).toBe(1)
    log.unsent()
    expect(window.held(0)).toBe(0)
  })

  it('that is lost and one answered later come free in the order of their instants', () => {
    const { log, window } = none(limit, 1000)
    log.sent()
    log.sent()
    log.lost(0)
    log.settled(500)
    log.sent()
    log.settled(2000)
    expect(window.held(500 + heldMs)).toBe(2)
    expect(window.held(1000 + heldMs)).toBe(1)
    expect(window.freeAt(1000 + heldMs)).toEqual({ first: 2000 + heldMs, last: 2000 + heldMs })
  })
})

describe('a request can leave', () => {
  it('at once while one permit is free', () => {
    expect(fullAt(0, 0).window.opensAt(1, 0)).toBe(1)
  })

  it('with none free when the first comes free', () => {
    expect(fullAt(0, 50, 90).window.opensAt(100, 0)).toBe(heldMs)
  })

  it('behind others when as many more have come free', () => {
    const { window } = fullAt(0, 50, 90)
    expect([1, 2].map((ahead) => window.opensAt(100, ahead))).toEqual([50 + heldMs, 90 + heldMs])
    expect(window.opensAt(100, 3)).toBe(heldMs + limit.windowMs)
    expect(window.opensAt(100, 7)).toBe(50 + heldMs + 2 * limit.windowMs)
  })

  it('with all permits free a window later for each full limit ahead', () => {
    const { window } = none()
    expect([0, 2, 3, 5, 6].map((ahead) => window.opensAt(7, ahead))).toEqual([7, 7, 10_007, 10_007, 20_007])
  })

  it('with all permits in flight a window after an answer that came now', () => {
    const { log, window } = none()
    for (let index = 0; index < 3; index += 1) log.sent()
    expect(window.opensAt(100, 0)).toBe(100 + limit.windowMs)
  })

  it('with fewer than all usable earlier than all those ahead, who may use the others, were freed twice', () => {
    const { window } = none({ requests: 100, windowMs: 1000 })
    expect(window.opensAt(0, 49, 50)).toBe(0)
    expect(window.opensAt(0, 100, 50)).toBe(1000)
    expect(window.opensAt(0, 149, 50)).toBe(1000)
    expect(window.opensAt(0, 150, 50)).toBe(2000)
  })
})

describe('windows', () => {
  it('tell when permits come free, the lost ones last, and leave out what is under way', () => {
    const { log, window } = fullAt(0)
    log.sent()
    log.sent()
    log.lost(10)
    expect(window.freeAt(10)).toEqual({ first: heldMs, last: 10 + maxFlightMs + heldMs })
    expect(log.inFlight).toBe(1)
  })

  it('tell no instant where nothing is held, be it never or no longer', () => {
    const nothing = { first: undefined, last: undefined }
    expect(none().window.freeAt(0)).toEqual(nothing)
    expect(fullAt(0).window.freeAt(heldMs)).toEqual(nothing)
  })

  it('of another length start with the same permits', () => {
    const { log, window } = fullAt(0)
    log.sent()
    log.keepFor([10_000, 100_000])
    const longer = new Window({ requests: 5, windowMs: 100_000 }, log)
    expect(longer.held(heldMs)).toBe(2)
    expect(window.held(heldMs)).toBe(1)
  })
})

it('a lower limit holds at once, a higher one opens', () => {
  const { log } = fullAt(0, 50)
  const opensAt = (requests: number): number =>
    new Window({ requests, windowMs: 10_000 }, log).opensAt(100, 0)
  expect([1, 3].map(opensAt)).toEqual([50 + heldMs, 100])
})
