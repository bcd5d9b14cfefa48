import type { Cancel, Clock } from '../contract/Clock.ts'

interface Timer {
  readonly at: number
  readonly callback: () => void
}

/** Time that stands still until it is moved. */
export class ManualClock implements Clock {
  #now = 0
  #epoch: number
  readonly #timers = new Set<Timer>()

  /** @param epoch what the wall shows at first, in epoch milliseconds */
  constructor(epoch: number = Date.UTC(2026, 0, 1)) {
    this.#epoch = epoch
  }

  now(): number {
    return this.#now
  }

  epoch(): number {
    return this.#epoch
  }

  schedule(callback: () => void, delayMs: number): Cancel {
    const timer = { at: this.#now + Math.max(0, delayMs), callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.size
  }

  /** When the next timer fires, on the scale of `now()`. */
  get nextAt(): number | undefined {
    return this.#next()?.at
  }

  /**
   * Moves on by `ms`: each timer due in between fires at its own instant, and what it sets off is
   * done before the next.
   */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    await settle()
    for (let timer = this.#next(); timer && timer.at <= until; timer = this.#next()) {
      this.#moveTo(timer.at)
      this.#timers.delete(timer)
      timer.callback()
      await settle()
    }
    this.#moveTo(until)
    await settle()
  }

  /** Sets the wall clock, as a user or NTP does; `now()` goes on as before. */
  setWall(epoch: number): void {
    this.#epoch = epoch
  }

  #next(): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) if (!next || timer.at < next.at) next = timer
    return next
  }

  #moveTo(at: number): void {
    this.#epoch += at - this.#now
    this.#now = at
  }
}

/** Lets every promise that is ready go on, and those that become ready by it. */
function settle(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })
}
