import { describe, expect, it } from 'vitest'
import { Window } from './Window.ts'

const limit = { requests: 3, windowMs: 10_000 }
/** A window and what honest clocks part in it: 1 ms, and 500 ppm. */
const heldMs = 10_006
const maxFlightMs = 60_000

function fullAt(...answeredAt: number[]): Window {
  const window = new Window(limit, maxFlightMs)
  for (const at of answeredAt) {
    window.sent()
    window.settled(at)
  }
  return window
}

describe('a permit', () => {
  it('is held from sending until one window after its answer, and no longer (pitfall 7)', () => {
    const window = fullAt(5000)
    expect(window.held(5000 + heldMs - 1)).toBe(1)
    expect(window.held(5000 + heldMs)).toBe(0)
  })

  it('without an answer is held until maxFlightMs and a window later (pitfall 17)', () => {
    const window = new Window(limit, maxFlightMs)
    window.sent()
    window.lost(1000)
    expect(window.inFlight).toBe(0)
    expect(window.held(1000 + maxFlightMs + heldMs - 1)).toBe(1)
    expect(window.held(1000 + maxFlightMs + heldMs)).toBe(0)
  })

  it('that was never used is free at once', () => {
    const window = new Window(limit, maxFlightMs)
    window.sent()
    expect(window.held(0)).toBe(1)
    window.unsent()
    expect(window.held(0)).toBe(0)
  })

  it('that is lost and one answered later come free in the order of their instants', () => {
    const window = new Window(limit, 1000)
    window.sent()
    window.sent()
    window.lost(0)
    window.settled(500)
    window.sent()
    window.settled(2000)
    expect(window.held(500 + heldMs)).toBe(2)
    expect(window.held(1000 + heldMs)).toBe(1)
    expect(window.freeAt(1000 + heldMs)).toEqual({ first: 2000 + heldMs, last: 2000 + heldMs })
  })
})

describe('a request can leave', () => {
  it('at once while one permit is free', () => {
    expect(fullAt(0, 0).opensAt(1, 0)).toBe(1)
  })

  it('with none free when the first comes free', () => {
    expect(fullAt(0, 50, 90).opensAt(100, 0)).toBe(heldMs)
  })

  it('behind others when as many more have come free', () => {
    const window = fullAt(0, 50, 90)
    expect([1, 2].map((ahead) => window.opensAt(100, ahead))).toEqual([50 + heldMs, 90 + heldMs])
    expect(window.opensAt(100, 3)).toBe(heldMs + limit.windowMs)
    expect(window.opensAt(100, 7)).toBe(50 + heldMs + 2 * limit.windowMs)
  })

  it('with all permits free a window later for each full limit ahead', () => {
    const window = new Window(limit, maxFlightMs)
    expect([0, 2, 3, 5, 6].map((ahead) => window.opensAt(7, ahead))).toEqual([7, 7, 10_007, 10_007, 20_007])
  })

  it('with all permits in flight a window after an answer that came now', () => {
    const window = new Window(limit, maxFlightMs)
    for (let index = 0; index < 3; index += 1) window.sent()
    expect(window.opensAt(100, 0)).toBe(100 + limit.windowMs)
  })

  it('with fewer than all usable earlier than all those ahead, who may use the others, were freed twice', () => {
    const window = new Window({ requests: 100, windowMs: 1000 }, maxFlightMs)
    expect(window.opensAt(0, 49, 50)).toBe(0)
    expect(window.opensAt(0, 100, 50)).toBe(1000)
    expect(window.opensAt(0, 149, 50)).toBe(1000)
    expect(window.opensAt(0, 150, 50)).toBe(2000)
  })
})

describe('windows', () => {
  it('tell when permits come free, the lost ones last, and leave out what is under way', () => {
    const window = fullAt(0)
    window.sent()
    window.sent()
    window.lost(10)
    expect(window.freeAt(10)).toEqual({ first: heldMs, last: 10 + maxFlightMs + heldMs })
    expect(window.inFlight).toBe(1)
  })

  it('tell no instant where nothing is held, be it never or no longer', () => {
    const nothing = { first: undefined, last: undefined }
    expect(new Window(limit, maxFlightMs).freeAt(0)).toEqual(nothing)
    expect(fullAt(0).freeAt(heldMs)).toEqual(nothing)
  })

  it('of another length start with the same permits', () => {
    const window = fullAt(0)
    window.sent()
    const limit = { requests: 5, windowMs: 100_000 }
    const copy = new Window(limit, maxFlightMs, window.copyTo(100_000))
    expect(copy.inFlight).toBe(1)
    expect(copy.held(heldMs)).toBe(2)
    expect(window.held(heldMs)).toBe(1)
  })
})

it('a lower limit holds at once, a higher one opens', () => {
  const window = fullAt(0, 50)
  window.limit = { requests: 1, windowMs: 10_000 }
  expect(window.opensAt(100, 0)).toBe(50 + heldMs)
  window.limit = { requests: 3, windowMs: 10_000 }
  expect(window.opensAt(100, 0)).toBe(100)
})
