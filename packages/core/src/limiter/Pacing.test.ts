import { describe, expect, it } from 'vitest'
import { outcomes, call } from './call.testing.ts'
import { Pacing } from './Pacing.ts'

const limit = { requests: 11, windowMs: 1000 }
/** When each of `count` requests leaves, as early as it may. */
function departures(pacing: Pacing, count: number): number[] {
  let now = 0
  return Array.from({ length: count }, () => {
    now = Math.max(now, pacing.opensAt(call(), now, 0))
    pacing.sent(call(), now)
    return now
  })
}

describe('pacing', () => {
  it.each([
    [1, [0, 0, 0, 0, 0, 0]],
    [0, [0, 101, 202, 303, 404, 505]],
  ])('with a burst share of %s lets leave at %s', (burstShare, expected) => {
    expect(departures(new Pacing(burstShare, () => limit), 6)).toEqual(expected)
  })

  it('with a share between them lets that go at once, and the rest evenly', () => {
    const ten = { requests: 10, windowMs: 1000 }
    expect(departures(new Pacing(0.3, () => ten), 6)).toEqual([0, 0, 0, 100, 200, 300])
  })

  it('lets the burst go again after as much rest', () => {
    const pacing = new Pacing(0.3, () => ({ requests: 10, windowMs: 1000 }))
    departures(pacing, 3)
    expect([200, 300].map((now) => pacing.opensAt(call(), now, 2) <= now)).toEqual([false, true])
  })

  it('counts those ahead', () => {
    const pacing = new Pacing(0, () => limit)
    expect([0, 1, 5].map((ahead) => pacing.opensAt(call(), 50, ahead))).toEqual([50, 151, 555])
  })

  it('follows the limit as it is learnt', () => {
    let current = limit
    const pacing = new Pacing(0, () => current)
    pacing.sent(call(), 0)
    current = { requests: 2, windowMs: 1000 }
    pacing.sent(call(), 100)
    expect(pacing.opensAt(call(), 100, 0)).toBe(1111)
  })
})

describe('a refusal', () => {
  const unexplained = { ...outcomes.limited, retryAfterMs: undefined, advertised: undefined }

  it('that names no time has the next 24 windows spread, with a tenth at once, from nothing on', () => {
    const pacing = new Pacing(1, () => ({ requests: 20, windowMs: 18_000 }))
    pacing.settled(call(), unexplained, 0)
    // Two at once of twenty, and eighteen spread over the window and a hundredth of it.
    expect(pacing.opensAt(call(), 0, 0)).toBe(2 * 1010)
    const isOpen = [0, 1, 2].map((ahead) => pacing.opensAt(call(), 3 * 1010, ahead) <= 3 * 1010)
    expect(isOpen).toEqual([true, true, false])
    expect(pacing.opensAt(call(), 24 * 18_000, 99)).toBe(24 * 18_000)
  })

  it('is remembered by those that go on from it', () => {
    const pacing = new Pacing(1, () => limit)
    pacing.settled(call(), unexplained, 0)
    const next = new Pacing(1, () => limit, JSON.parse(JSON.stringify(pacing.state)) as Pacing['state'])
    expect(next.opensAt(call(), 0, 0)).toBe(pacing.opensAt(call(), 0, 0))
    next.state = {}
    expect(next.opensAt(call(), 0, 0)).toBe(0)
  })

  it.each([
    { ...unexplained, retryAfterMs: 1000 },
    { ...unexplained, advertised: { policies: [], remaining: 0, resetMs: 1000 } },
    outcomes.ok,
  ])('that names one, or an answer that is none, spreads nothing: %o', (outcome) => {
    const pacing = new Pacing(1, () => limit)
    pacing.settled(call(), outcome, 0)
    expect(pacing.opensAt(call(), 0, 99)).toBe(0)
  })
})

it('makes wait for its pace', () => {
  expect(new Pacing(1, () => limit).reason()).toBe('pacing')
})
