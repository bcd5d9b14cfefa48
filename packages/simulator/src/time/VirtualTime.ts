import type { Clock } from '@bando/core'
import type { FakeMethod } from '@sinonjs/fake-timers'
import { createClock, install } from '@sinonjs/fake-timers'

type FakeClock = ReturnType<typeof createClock>

/**
 * The globals from which peers read time. Promises and immediates stay real, as they show when all
 * work is done.
 */
const faked: FakeMethod[] = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'Date',
  'performance',
  'hrtime',
]

/** Virtual time that jumps from timer to timer. A simulation runs on one. */
export class VirtualTime implements Clock {
  readonly #fake: FakeClock
  readonly #restore: () => void
  readonly #startedAt: number
  /** The total by which the wall clock was moved. */
  #jumpedMs = 0

  private constructor(fake: FakeClock, restore: () => void) {
    this.#fake = fake
    this.#restore = restore
    this.#startedAt = fake.now
  }

  /** The clock for code that takes one as an argument. */
  static apart(epoch: number): VirtualTime {
    return new VirtualTime(createClock(epoch), () => {})
  }

  /**
   * Replaces `Date`, `setTimeout` and the other globals by virtual time, until they are restored.
   */
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

  /** Moves the wall clock, as a user or NTP does. Timers and `now()` are not affected. */
  jumpWall(ms: number): void {
    this.#jumpedMs += ms
    this.#fake.setSystemTime(this.#fake.now + ms)
  }

  /**
   * Fires each timer at its instant, and waits for its effects before the next. Calls `onHour` at
   * each hour.
   */
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

  /** Restores the globals, and drops every timer. */
  [Symbol.dispose](): void {
    this.#fake.reset()
    this.#restore()
  }
}

/** Pending promises settle before the next immediate. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
