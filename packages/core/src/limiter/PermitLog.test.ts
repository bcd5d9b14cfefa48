import fc from 'fast-check'
import { expect, it } from 'vitest'
import { copyPermits, noPermits, PermitLog } from './PermitLog.ts'

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

it('holds a request without a response until it has reached the server, and a window', () => {
  const log = new PermitLog(1000)
  log.keepFor([20_000])
  log.sent()
  log.lost(100)
  expect(log.unheard(100)).toEqual({ count: 1, until: 1100 })
  expect(log.known(1099, 20_000)).toBe(1)
  expect(log.unheard(1100)).toEqual({ count: 0, until: Number.NEGATIVE_INFINITY })
  const freeAt = 1100 + 20_000 + driftMs(20_000)
  expect(log.freeAt(0, 1100, 20_000)).toBe(freeAt)
  expect([freeAt - 1, freeAt].map((now) => log.held(now, 20_000))).toEqual([1, 0])
})

it('takes a permit back only while its request may still reach the server', () => {
  const log = new PermitLog(1000)
  log.keepFor([20_000])
  for (const until of [500, 500, 800]) log.holdUnheard(0, until)
  log.takeBack(10, 500)
  expect(log.unheard(10)).toEqual({ count: 2, until: 800 })
  log.takeBack(500, 500)
  expect([log.unheard(500).count, log.known(500, 20_000)]).toEqual([1, 2])
  log.takeBack(600, 800)
  expect([log.unheard(600).count, log.known(600, 20_000)]).toEqual([0, 1])
})

it('counts what is set aside, and tells in order when permits come free', () => {
  const log = new PermitLog(1000, { ...noPermits(), reserved: 2 })
  log.keepFor([20_000])
  log.hold(0, 3)
  log.holdUnheard(0, 50)
  log.hold(100)
  log.sent()
  expect(log.held(10, 20_000)).toBe(8)
  const free = [0, 1, 2, 3, 4].map((index) => log.freeAt(index, 10, 20_000))
  expect(free).toEqual([0, 0, 0, 50, 100].map((at) => at + 20_000 + driftMs(20_000)))
  expect([log.freeAt(5, 10, 20_000), log.freeAt(-1, 10, 20_000)]).toEqual([undefined, undefined])
})

it.each([
  ['all have come free', 0, undefined, [500]],
  ['a request is in flight', 1, undefined, [500, 20_000]],
  ['a request may still reach the server', 0, 90_000, [500, 20_000]],
])('keeps the windows of other members until %s', (_, inFlight, unheardUntil, expected) => {
  const log = new PermitLog(1000, { ...noPermits(), windowsMs: [20_000], inFlight })
  log.keepFor([500])
  expect(log.state.windowsMs).toEqual([500, 20_000])
  log.hold(0)
  if (unheardUntil !== undefined) log.holdUnheard(0, unheardUntil)
  expect(log.held(30_000, 500)).toBe(expected.length - 1)
  expect(log.state.windowsMs).toEqual(expected)
})

it('keeps at most eight windows, the longest', () => {
  const log = new PermitLog(1000)
  const all = Array.from({ length: 11 }, (_, index) => index + 1)
  log.keepFor(all.toReversed())
  expect(log.state.windowsMs).toEqual(all.slice(-8))
  log.keepFor([1000])
  expect(log.state.windowsMs).toEqual([...all, 1000].slice(-8))
})

it.each([undefined, 0, 3])('is copied with %s set aside', (reserved) => {
  const log = new PermitLog(1000, { ...noPermits(), ...(reserved === undefined ? {} : { reserved }) })
  log.keepFor([20_000])
  log.hold(1)
  log.holdUnheard(1, 9)
  const before = structuredClone(log.state)
  const copy = copyPermits(log.state)
  expect(copy).toEqual(before)
  expect('reserved' in copy).toBe(reserved !== undefined)
  const other = new PermitLog(1000, copy)
  other.hold(1)
  other.holdUnheard(1, 9)
  expect(log.state).toEqual(before)
})
