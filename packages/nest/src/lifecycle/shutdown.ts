import type { Bando, Clock } from '@bando/core'
import type { CallTracker } from './call-tracker.ts'
import { schedule } from './schedule.ts'

export interface ShutdownOptions {
  readonly client: Bando
  readonly calls: CallTracker
  readonly clock: Clock | undefined
  /** How long calls may go on, in ms. */
  readonly timeoutMs: number
}

/**
 * Closes a client at shutdown. Calls go on for `timeoutMs`; then those that are left are refused.
 * If all of them wait for permits that come free too late, they are refused at once.
 */
export class Shutdown {
  readonly #options: ShutdownOptions
  readonly #endsAt: number
  readonly #closed: Promise<void>
  #settle: (closing: Promise<void>) => void = () => {}
  readonly #stops: (() => void)[]
  #isClosing = false
  /** Whether no further call is made: until then Nest still serves its own callers. */
  #isLast = false

  constructor(options: ShutdownOptions) {
    this.#options = options
    const { client, calls, clock, timeoutMs } = options
    this.#closed = new Promise((resolve) => {
      this.#settle = resolve
    })
    // Nest hears of a failure from `finish`.
    this.#closed.catch(() => {})
    this.#endsAt = (clock?.epoch() ?? Date.now()) + timeoutMs
    const look = (): void => {
      if (this.#isOver()) this.#close()
    }
    this.#stops = [schedule(clock, () => this.#close(), timeoutMs), client.subscribe(look), calls.onEnd(look)]
    look()
  }

  /**
   * No further call is made: resolves when the client is closed, as soon as no call is under way.
   */
  finish(): Promise<void> {
    this.#isLast = true
    if (this.#isOver()) this.#close()
    return this.#closed
  }

  #isOver(): boolean {
    const { calls, client, timeoutMs } = this.#options
    if (timeoutMs === 0) return true
    if (calls.pending === 0) return this.#isLast
    const { limit, queue } = client.state
    const areAllWaiting = limit.inFlight === 0 && queue.waiting >= calls.pending
    return areAllWaiting && queue.nextAt !== undefined && queue.nextAt > this.#endsAt
  }

  #close(): void {
    if (this.#isClosing) return
    this.#isClosing = true
    for (const stop of this.#stops) stop()
    this.#settle(this.#options.client.close())
  }
}
