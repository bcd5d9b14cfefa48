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
  readonly #queue: WaitQueue
  readonly #rules: Rules
  readonly #arriving: Arriving
  readonly #options: DeparturesOptions['options']

  constructor({ queue, rules, arriving, options }: DeparturesOptions) {
    this.#queue = queue
    this.#rules = rules
    this.#arriving = arriving
    this.#options = options
  }

  /** Sends the calls that may be sent now. Returns the instant at which the next one may be. */
  sendOpen(now: number): number {
    const { windowMs, gate } = this.#options
    for (;;) {
      const queued = this.#queue.first(now, windowMs())
      if (queued === undefined) return Infinity
      const refusal = this.#rules.refusal(queued, now)
      if (refusal) {
        this.turnAway(queued, refusal)
        continue
      }
      if (gate?.take(queued)) {
        this.depart(queued, now)
        continue
      }
      const opensAt = this.#rules.opensAt(queued, now)
      // A call that rises may be sent earlier, or be the first then.
      if (opensAt > now)
        return opensAt < Infinity ? Math.min(opensAt, this.#queue.nextRise(now, windowMs())) : opensAt
      if (gate) {
        gate.ask()
        return Infinity
      }
      this.depart(queued, now)
    }
  }

  /** Sends `queued`, which has its permit. */
  depart(queued: QueuedCall, now: number): void {
    const { gate, offsetMs, onSent } = this.#options
    this.#queue.take(queued)
    this.#arriving.delete(queued)
    queued.leave(now, offsetMs())
    if (gate) gate.sent(queued)
    else this.#rules.sent(queued, now)
    onSent(queued)
  }

  turnAway(queued: QueuedCall, refusal: Refusal): void {
    this.#queue.remove(queued)
    this.#arriving.delete(queued)
    queued.refuse(refusal)
  }
}
