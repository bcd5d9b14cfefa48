import type { Clock } from '@bando/core'
import type { FakeMethod } from '@sinonjs/fake-timers'
import { createClock, install } from '@sinonjs/fake-timers'

type FakeClock = ReturnType<typeof createClock>

/** What peers read time from. Promises and immediates stay real: by them we learn that all is done. */
const faked: FakeMethod[] = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'Date',
  'performance',
  'hrtime',
]

/** Time that leaps from timer to timer. Everything in a simulation runs on one. */
export class VirtualTime implements Clock {
  readonly #fake: FakeClock
  readonly #restore: () => void
  readonly #startedAt: number
  /** By how much the wall was set forward in all. */
  #jumpedMs = 0

  private constructor(fake: FakeClock, restore: () => void) {
    this.#fake = fake
    this.#restore = restore
    this.#startedAt = fake.now
  }

  /** For code that is given its clock. */
  static apart(epoch: number): VirtualTime {
    return new VirtualTime(createClock(epoch), () => {})
  }

  /** For code that uses the globals: `Date`, `setTimeout` and their kin show virtual time until it is restored. */
  static everywhere(epoch: number): VirtualTime {
    const fake = install({ now: epoch, toFake: faked })
    return new VirtualTime(fake, () => fake.uninstall())
  }

  now(): number {
    return this.#fake.now - this.#startedAt - this.#jumpedMs
  }

  epoch(): number {
    return this.#fake.now
  }

  schedule(callback: () => void, delayMs: number): () => void {
    const timer = this.#fake.setTimeout(callback, Math.max(0, Math.ceil(delayMs)))
    return () => this.#fake.clearTimeout(timer)
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(resolve, ms)
    })
  }

  /** Sets the wall clock, as a user or NTP does; timers and `now()` go on as before. */
  jumpWall(ms: number): void {
    this.#jumpedMs += ms
    this.#fake.setSystemTime(this.#fake.now + ms)
  }

  /** Fires each timer at its instant, and lets what it sets off be done before the next; `onHour` hears of each hour. */
  async runFor(ms: number, onHour: () => void = () => {}): Promise<void> {
    let isOver = false
    const hour = (): void => {
      onHour()
      this.schedule(hour, 3_600_000)
    }
    this.schedule(hour, 3_600_000)
    this.schedule(() => {
      isOver = true
    }, ms)
    await settled()
    while (!isOver) {
      this.#fake.next()
      await settled()
    }
  }

  /** Gives the globals back, and drops every timer. */
  [Symbol.dispose](): void {
    this.#fake.reset()
    this.#restore()
  }
}

/** Promises, and what they set off, are done before the next immediate. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
