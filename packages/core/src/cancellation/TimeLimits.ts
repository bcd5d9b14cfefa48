import type { Clock } from '../contract/Clock.ts'
import { WakeTimer } from '../queue/WakeTimer.ts'
import type { Cancellation } from './Cancellation.ts'
import { CancellationList } from './CancellationList.ts'

/** What may take until `endsAt`, a monotonic instant. */
export interface TimeLimited extends Cancellation {
  readonly endsAt: number
  timeOut(): void
}

/** All that have a time limit, with one timer for the limit that ends first. */
export class TimeLimits extends CancellationList<TimeLimited> {
  readonly #clock: Clock
  readonly #timer: WakeTimer

  constructor(clock: Clock) {
    super()
    this.#clock = clock
    this.#timer = new WakeTimer(clock, () => this.#endDue())
  }

  override add(limited: TimeLimited): void {
    super.add(limited)
    if (limited.endsAt < this.#timer.at) this.#timer.set(limited.endsAt, this.#clock.now())
  }

  override delete(limited: TimeLimited): void {
    super.delete(limited)
    if (this.size === 0) this.#timer.stop()
  }

  #endDue(): void {
    const now = this.#clock.now()
    for (const each of this.all.slice()) if (each.endsAt <= now) each.timeOut()
    let firstAt = Infinity
    for (const { endsAt } of this.all) firstAt = Math.min(firstAt, endsAt)
    this.#timer.set(firstAt, now)
  }
}
