import fc from 'fast-check'
import { expect, it } from 'vitest'
import { numRuns } from './call.testing.ts'
import { PermitLog } from './PermitLog.ts'
import { Window } from './Window.ts'

/** The permits of a budget, and how to put a limit over them. */
function permits(): { log: PermitLog; over: (requests: number) => Window } {
  const log = new PermitLog(maxFlightMs)
  log.keepFor([windowMs])
  return { log, over: (requests) => new Window({ requests, windowMs }, log) }
}

/**
 * A request as the oracle remembers it: the server counted it at some instant from `sentAt` to
 * `latestAt`.
 */
interface Sent {
  readonly sentAt: number
  latestAt: number
}

type Step =
  | { readonly kind: 'send'; readonly afterMs: number }
  | { readonly kind: 'answer' | 'lose' | 'unsent'; readonly afterMs: number; readonly which: number }
  | { readonly kind: 'limit'; readonly afterMs: number; readonly requests: number }

const afterMs = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 400 }))
const which = fc.nat({ max: 30 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), afterMs }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer' as const), afterMs, which }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('lose' as const, 'unsent' as const), afterMs, which }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('limit' as const),
      afterMs,
      requests: fc.integer({ min: 1, max: 6 }),
    }),
  },
)

const windowMs = 100
const maxFlightMs = 70

/**
 * The promise itself: whatever instants the server counts at, no `windowMs` holds more than the
 * limit. The worst case for the window that ends when something is sent has that request counted at
 * once, and all before it as late as they may be.
 */
function mostBefore({ sentAt }: Sent, earlier: readonly Sent[]): number {
  return 1 + earlier.filter(({ latestAt }) => latestAt > sentAt - windowMs).length
}

it('no choice of the instants at which the server counts holds more than the limit in any window (P1)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(step, { maxLength: 120, size: 'max' }),
      (requests, steps) => {
        const { log, over } = permits()
        let window = over(requests)
        const sent: Sent[] = []
        const open: Sent[] = []
        let now = 0
        for (const step of steps) {
          now += step.afterMs
          if (step.kind === 'send') {
            const isOpen = window.opensAt(now, 0) <= now
            if (!isOpen) continue
            const request = { sentAt: now, latestAt: Infinity }
            expect(mostBefore(request, sent)).toBeLessThanOrEqual(window.limit.requests)
            log.sent()
            sent.push(request)
            open.push(request)
          } else if (step.kind === 'limit') {
            window = over(step.requests)
          } else {
            const [request] = open.splice(step.which % Math.max(1, open.length), 1)
            if (request === undefined) continue
            if (step.kind === 'answer') {
              log.settled(now)
              request.latestAt = now
            } else if (step.kind === 'lose') {
              log.lost(now)
              request.latestAt = now + maxFlightMs
            } else {
              log.unsent()
              sent.splice(sent.indexOf(request), 1)
            }
          }
        }
      },
    ),
    { numRuns },
  )
})

it('never waits longer than the promise asks, but for the drift of clocks', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(step, { maxLength: 120, size: 'max' }),
      (requests, steps) => {
        const { log, over } = permits()
        const window = over(requests)
        const sent: Sent[] = []
        const open: Sent[] = []
        let now = 0
        for (const step of steps) {
          now += step.afterMs
          if (step.kind === 'answer' || step.kind === 'lose') {
            const request = open.shift()
            if (request === undefined) continue
            request.latestAt = step.kind === 'answer' ? now : now + maxFlightMs
            if (step.kind === 'answer') log.settled(now)
            else log.lost(now)
          } else if (step.kind === 'send') {
            const driftMs = 1 + windowMs / 2000
            const held = sent.filter(({ latestAt }) => latestAt + windowMs + driftMs > now).length
            expect(window.opensAt(now, 0) <= now).toBe(held < requests)
            if (held >= requests) continue
            log.sent()
            const request = { sentAt: now, latestAt: Infinity }
            sent.push(request)
            open.push(request)
          }
        }
      },
    ),
    { numRuns },
  )
})

it('names no instant, with others ahead, that is later than the one at which it can really leave (P8)', () => {
  const held = fc.array(fc.nat({ max: 150 }), { maxLength: 8, size: 'max' })
  fc.assert(
    fc.property(
      fc.record({
        requests: fc.integer({ min: 1, max: 5 }),
        reserved: fc.nat({ max: 4 }),
        held,
        high: fc.nat({ max: 12 }),
        normal: fc.nat({ max: 12 }),
      }),
      ({ requests, reserved, held, high, normal }) => {
        const usable = Math.max(1, requests - reserved)
        const make = (): { log: PermitLog; window: Window } => {
          const { log, over } = permits()
          for (const at of held.toSorted((a, b) => a - b)) {
            log.sent()
            log.settled(at)
          }
          return { log, window: over(requests) }
        }
        const bound = make().window.opensAt(150, high + normal, usable)
        // The fastest that can be: every answer is there at once, and the queue is never late.
        const { log, window } = make()
        let now = 150
        const needs = [...Array<number>(high).fill(requests), ...Array<number>(normal + 1).fill(usable)]
        for (const need of needs) {
          while (window.opensAt(now, 0, need) > now) now = window.opensAt(now, 0, need)
          log.sent()
          log.settled(now)
        }
        expect(bound).toBeLessThanOrEqual(now)
      },
    ),
    { numRuns },
  )
})
