import { describe, expect, it } from 'vitest'
import { call } from './call.testing.ts'
import { Pacing } from './Pacing.ts'

const limit = { requests: 10, windowMs: 1000 }
/** When each of `count` requests leaves, as early as it may. */
function departures(pacing: Pacing, count: number): number[] {
  let now = 0
  return Array.from({ length: count }, () => {
    now = Math.max(now, pacing.opensAt(call(), now, 0))
    pacing.left(call(), now)
    return now
  })
}

describe('pacing', () => {
  it.each([
    [1, [0, 0, 0, 0, 0, 0]],
    [0, [0, 100, 200, 300, 400, 500]],
    [0.3, [0, 0, 0, 100, 200, 300]],
  ])('with a burst share of %s lets leave at %s', (burstShare, expected) => {
    expect(departures(new Pacing(burstShare, () => limit), 6)).toEqual(expected)
  })

  it('lets the burst go again after as much rest', () => {
    const pacing = new Pacing(0.3, () => limit)
    departures(pacing, 3)
    expect([200, 300].map((now) => pacing.opensAt(call(), now, 2) <= now)).toEqual([false, true])
  })

  it('counts those ahead', () => {
    const pacing = new Pacing(0, () => limit)
    expect([0, 1, 5].map((ahead) => pacing.opensAt(call(), 50, ahead))).toEqual([50, 150, 550])
  })

  it('follows the limit as it is learnt', () => {
    let current = limit
    const pacing = new Pacing(0, () => current)
    pacing.left(call(), 0)
    current = { requests: 1, windowMs: 1000 }
    pacing.left(call(), 100)
    expect(pacing.opensAt(call(), 100, 0)).toBe(1100)
  })
})
