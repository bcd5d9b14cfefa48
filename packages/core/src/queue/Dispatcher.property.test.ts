import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Priority } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import { Budget } from '../limiter/Budget.ts'
import { outcomes, numRuns } from '../limiter/call.testing.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { Dispatcher } from './Dispatcher.ts'
import { QueuedCall } from './QueuedCall.ts'
import { local, silentCaller } from './queuedCall.testing.ts'

const windowMs = 1000

/** A call that remembers all it was told. */
class RecordedCall extends QueuedCall {
  readonly told: ('sent' | Refusal)[] = []
  number = 0
  cameAt = 0
  onSent: () => void = () => {}

  constructor(priority: Priority, deadlineAt: number) {
    super({
      caller: silentCaller(),
      priority,
      whenLocked: 'fail',
      deadlineAt,
      timeoutMs: 0,
    })
  }

  override leave(now: number, offsetMs: number): void {
    super.leave(now, offsetMs)
    this.told.push('sent')
    this.onSent()
  }

  override refuse(refusal: Refusal): void {
    this.told.push(refusal)
  }
}

function setUp(requests: number, reserve = 0) {
  const clock = new ManualClock()
  const budget = new Budget({
    assumed: { requests, windowMs },
    given: undefined,
    reserve,
    maxFlightMs: 500,
  })
  const options = { ...local(), clock, windowMs: () => windowMs, maxWaiting: () => 1000, onChange: () => {} }
  return { clock, dispatcher: new Dispatcher({ ...options, rules: [budget] }) }
}

const priority = fc.constantFrom<Priority>('high', 'normal', 'low')
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('enter' as const),
      priority,
      patienceMs: fc.option(fc.nat({ max: 4000 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), which: fc.nat({ max: 50 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('answer' as const, 'lose' as const),
      which: fc.nat({ max: 50 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.nat({ max: 1500 }) }) },
)

it('every caller hears exactly once, in order, within its time, whichever calls come and go (P5)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { maxLength: 60, size: 'max' }),
      async (requests, steps) => {
        const { clock, dispatcher } = setUp(requests)
        const waiting = new Set<RecordedCall>()
        const inFlight: RecordedCall[] = []
        const all: RecordedCall[] = []
        const withdrawn = new Set<RecordedCall>()
        const levelOf = ({ baseLevel, cameAt }: RecordedCall): number =>
          baseLevel - Math.floor((clock.now() - cameAt) / windowMs)
        const noneIsBefore = (leaver: RecordedCall): void => {
          for (const other of waiting) {
            if (other === leaver || other.told.length > 0) continue
            const byLevel = levelOf(other) - levelOf(leaver)
            expect(byLevel > 0 || (byLevel === 0 && other.number > leaver.number)).toBe(true)
          }
        }
        for (const step of steps) {
          if (step.kind === 'enter') {
            const deadlineAt = step.patienceMs === null ? Infinity : clock.now() + step.patienceMs
            const comer = new RecordedCall(step.priority, deadlineAt)
            comer.number = all.push(comer)
            comer.cameAt = clock.now()
            comer.onSent = () => {
              noneIsBefore(comer)
              expect(clock.now()).toBeLessThanOrEqual(comer.deadlineAt)
              waiting.delete(comer)
              inFlight.push(comer)
            }
            waiting.add(comer)
            const entered = dispatcher.enter(comer)
            if (typeof entered === 'object') comer.refuse(entered)
          } else if (step.kind === 'withdraw') {
            const leaver = [...waiting][step.which % Math.max(1, waiting.size)]
            if (leaver === undefined || leaver.told.length > 0) continue
            const before = dispatcher.waiting
            expect(dispatcher.withdraw(leaver)).toBe(true)
            expect(dispatcher.waiting).toBeLessThan(before)
            waiting.delete(leaver)
            withdrawn.add(leaver)
          } else if (step.kind === 'advance') {
            await clock.advance(step.ms)
          } else {
            const [settled] = inFlight.splice(step.which % Math.max(1, inFlight.length), 1)
            if (settled) dispatcher.settled(settled, step.kind === 'answer' ? outcomes.ok : outcomes.lost)
          }
          for (const each of waiting) if (each.told.length > 0) waiting.delete(each)
          expect(dispatcher.waiting).toBe(waiting.size)
        }
        while (inFlight.length > 0 || waiting.size > 0) {
          for (const each of inFlight.splice(0)) dispatcher.settled(each, outcomes.ok)
          await clock.advance(windowMs)
          for (const each of waiting) if (each.told.length > 0) waiting.delete(each)
        }
        expect(all.map(({ told }) => told.length)).toEqual(all.map((each) => (withdrawn.has(each) ? 0 : 1)))
        await clock.advance(0)
        expect(clock.pending).toBe(0)
      },
    ),
    { numRuns },
  )
})

it('the instant named to one that is refused is never later than the one at which it could really leave (P8)', async () => {
  const before = fc.array(fc.record({ priority, afterMs: fc.nat({ max: 700 }) }), {
    maxLength: 15,
    size: 'max',
  })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), before, priority, async (requests, before, priority) => {
      const { clock, dispatcher } = setUp(requests)
      const enter = (recorded: RecordedCall): ReturnType<Dispatcher['enter']> => {
        // Every answer is there at once: the fastest that can be.
        recorded.onSent = () => void Promise.resolve().then(() => dispatcher.settled(recorded, outcomes.ok))
        return dispatcher.enter(recorded)
      }
      for (const each of before) {
        await clock.advance(each.afterMs)
        enter(new RecordedCall(each.priority, Infinity))
      }
      await clock.advance(0)
      const refused = enter(new RecordedCall(priority, clock.now()))
      if (refused === 'sent') return
      const patient = new RecordedCall(priority, Infinity)
      enter(patient)
      const retryAt = typeof refused === 'object' && refused.kind === 'wait' ? (refused.retryAt ?? 0) : 0
      expect(retryAt).toBeGreaterThan(clock.now())
      while (patient.told.length === 0) await clock.advance(windowMs)
      expect(retryAt).toBeLessThanOrEqual(patient.sentAt)
    }),
    { numRuns },
  )
})

it('the next call is sent at the instant that was told, whichever calls rise until then', async () => {
  const comer = fc.record({ priority, afterMs: fc.nat({ max: 700 }) })
  const comers = fc.array(comer, { minLength: 1, maxLength: 15, size: 'max' })
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom(0, 0.3, 0.5, 0.9),
      comers,
      async (requests, reserve, comers) => {
        const { clock, dispatcher } = setUp(requests, reserve)
        let sent = 0
        for (const { priority, afterMs } of comers) {
          const recorded = new RecordedCall(priority, Infinity)
          recorded.onSent = () => {
            sent += 1
            // Every answer is there at once.
            void Promise.resolve().then(() => dispatcher.settled(recorded, outcomes.ok))
          }
          dispatcher.enter(recorded)
          await clock.advance(afterMs)
        }
        while (dispatcher.waiting > 0) {
          const told = dispatcher.next(clock.now())?.at
          const before = sent
          while (sent === before && clock.nextAt !== undefined)
            await clock.advance(clock.nextAt - clock.now())
          expect(told).toBe(clock.now())
        }
        expect(dispatcher.next(clock.now())).toBeUndefined()
      },
    ),
    { numRuns },
  )
})
