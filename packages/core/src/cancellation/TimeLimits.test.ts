import { expect, it } from 'vitest'
import { ManualClock } from '../testing/index.ts'
import { Cancellation } from './Cancellation.ts'
import type { TimeLimited } from './TimeLimits.ts'
import { TimeLimits } from './TimeLimits.ts'

class Limited extends Cancellation implements TimeLimited {
  endedAt: number | undefined
  readonly endsAt: number
  readonly #clock: ManualClock
  readonly #limits: TimeLimits

  constructor(limits: TimeLimits, clock: ManualClock, limitMs: number) {
    super()
    this.#clock = clock
    this.#limits = limits
    this.endsAt = clock.now() + limitMs
    limits.add(this)
  }

  timeOut(): void {
    this.endedAt = this.#clock.now()
    this.#limits.delete(this)
  }
}

function setUp() {
  const clock = new ManualClock()
  const limits = new TimeLimits(clock)
  return { clock, limits, add: (limitMs: number) => new Limited(limits, clock, limitMs) }
}

it('ends each when its own time is over, in whichever order they came', async () => {
  const { clock, add } = setUp()
  const all = [add(300), add(100), add(200), add(100), add(250)]
  await clock.advance(150)
  expect(all.map(({ endedAt }) => endedAt)).toEqual([undefined, 100, undefined, 100, undefined])
  const late = add(20)
  await clock.advance(1000)
  expect([...all, late].map(({ endedAt }) => endedAt)).toEqual([300, 100, 200, 100, 250, 170])
})

it('ends none that was deleted, and those that remain in time', async () => {
  const { clock, limits, add } = setUp()
  const [first, second] = [add(100), add(200)]
  limits.delete(first)
  await clock.advance(1000)
  expect([first.endedAt, second.endedAt]).toEqual([undefined, 200])
})

it('ends very many, the last in time', async () => {
  const { clock, add } = setUp()
  const all = Array.from({ length: 200_000 }, (_, index) => add(index === 0 ? 100 : 200))
  await clock.advance(200)
  expect([all[0]?.endedAt, all.at(-1)?.endedAt]).toEqual([100, 200])
})

it('has one timer for all, and none once the last was deleted', async () => {
  const { clock, limits, add } = setUp()
  const all = Array.from({ length: 10 }, () => add(100))
  expect(clock.pending).toBe(1)
  for (const each of all) limits.delete(each)
  expect(clock.pending).toBe(0)
  const next = add(100)
  await clock.advance(100)
  expect(next.endedAt).toBe(100)
})
