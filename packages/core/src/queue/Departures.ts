import type { Refusal } from '../contract/Refusal.ts'
import type { Arriving } from './Arriving.ts'
import type { DispatcherOptions } from './DispatcherOptions.ts'
import type { QueuedCall } from './QueuedCall.ts'
import type { Rules } from './Rules.ts'
import type { WaitQueue } from './WaitQueue.ts'

export interface DeparturesOptions {
  readonly queue: WaitQueue
  readonly rules: Rules
  readonly arriving: Arriving
  readonly options: Pick<DispatcherOptions, 'windowMs' | 'gate' | 'offsetMs' | 'onSent'>
}

/** How calls leave a queue: sent, or turned away. */
export class Departures {
  readonly #options: DeparturesOptions

  constructor(options: DeparturesOptions) {
    this.#options = options
  }

  /** Sends the calls that may be sent now. Returns the instant at which the next one may be. */
  sendOpen(now: number): number {
    const { queue, rules } = this.#options
    const { windowMs, gate } = this.#options.options
    for (;;) {
      const queued = queue.first(now, windowMs())
      if (queued === undefined) return Infinity
      const refusal = rules.refusal(queued, now)
      if (refusal) {
        this.turnAway(queued, refusal)
        continue
      }
      if (gate?.take(queued)) {
        this.depart(queued, now)
        continue
      }
      const opensAt = rules.opensAt(queued, now)
      // A call that rises may be sent earlier, or be the first then.
      if (opensAt > now)
        return opensAt < Infinity ? Math.min(opensAt, queue.nextRise(now, windowMs())) : opensAt
      if (gate) {
        if (!gate.serves(queued, 0)) gate.ask()
        return Infinity
      }
      this.depart(queued, now)
    }
  }

  /** Sends `queued`, which has its permit. */
  depart(queued: QueuedCall, now: number): void {
    const { queue, rules, arriving } = this.#options
    const { gate, offsetMs, onSent } = this.#options.options
    queue.take(queued)
    arriving.delete(queued)
    queued.leave(now, offsetMs())
    if (gate) gate.sent(queued)
    else rules.sent(queued, now)
    onSent(queued)
  }

  turnAway(queued: QueuedCall, refusal: Refusal): void {
    this.#options.queue.remove(queued)
    this.#options.arriving.delete(queued)
    queued.refuse(refusal)
  }
}
