import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PermitLog } from './PermitLog.ts'

const windowsMs = [500, 20_000, 600_000]
const slices = 256
/** What honest clocks part in a window. */
const driftMs = (windowMs: number): number => 1 + windowMs / 2000

/**
 * How many of the responses came so late that their permits are held at `now`, if each is held for
 * `lateMs` longer.
 */
function heldOf(answeredAt: readonly number[], now: number, windowMs: number, lateMs: number): number {
  return answeredAt.filter((at) => at + windowMs + driftMs(windowMs) + lateMs > now).length
}

it('holds permits in windows of any length, none too short and none longer than a slice of its window more', () => {
  const gaps = fc.array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 90 })), {
    minLength: 1500,
    maxLength: 2500,
    size: 'max',
  })
  fc.assert(
    fc.property(gaps, (gaps) => {
      let log = new PermitLog(1000)
      log.keepFor(windowsMs)
      const answeredAt: number[] = []
      let now = 0
      for (const [index, gap] of gaps.entries()) {
        now += gap
        log.sent()
        log.settled(now)
        answeredAt.push(now)
        expect(log.state.answered.at.length).toBeLessThan(slices * (windowsMs.length + 2))
        if (index % 100 > 0) continue
        for (const windowMs of windowsMs) {
          const held = log.held(now, windowMs)
          expect(held).toBeGreaterThanOrEqual(heldOf(answeredAt, now, windowMs, 0))
          expect(held).toBeLessThanOrEqual(heldOf(answeredAt, now, windowMs, 1 + windowMs / slices))
        }
        log = new PermitLog(1000, JSON.parse(JSON.stringify(log.state)) as PermitLog['state'])
        log.keepFor(windowsMs)
      }
    }),
    { numRuns: 20, endOnFailure: true },
  )
})

it('counts a request in flight once, in every window', () => {
  const log = new PermitLog(1000)
  log.keepFor(windowsMs)
  log.sent()
  expect([log.inFlight, ...windowsMs.map((windowMs) => log.held(0, windowMs))]).toEqual([1, 1, 1, 1])
  log.unsent()
  expect([log.inFlight, ...windowsMs.map((windowMs) => log.held(0, windowMs))]).toEqual([0, 0, 0, 0])
})

it('keeps permits for the longest eight windows of all members, whichever tells its own last', () => {
  const all = Array.from({ length: 10 }, (_, index) => (index + 1) * 1000)
  const log = new PermitLog(1000)
  log.keepFor(all)
  log.keepFor([1000])
  expect(log.state.windowsMs).toEqual(all.slice(2))
})

it('forgets the windows of others when the last permit comes free, but not its own', () => {
  const log = new PermitLog(1000)
  log.keepFor([20_000])
  log.keepFor([500])
  log.sent()
  log.settled(0)
  log.held(20_000, 500)
  expect(log.state.windowsMs).toEqual([500, 20_000])
  log.held(20_011, 500)
  expect(log.state.windowsMs).toEqual([500])
})
