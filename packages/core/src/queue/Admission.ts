import type { Refusal } from '../contract/Refusal.ts'
import type { Arriving } from './Arriving.ts'
import type { Gate } from './Gate.ts'
import type { QueuedCall } from './QueuedCall.ts'
import type { Rules } from './Rules.ts'
import type { WaitQueue } from './WaitQueue.ts'

export interface AdmissionOptions {
  readonly queue: WaitQueue
  readonly rules: Rules
  readonly arriving: Arriving
  readonly maxWaiting: () => number
  readonly gate: Gate | undefined
}

/** Decides which calls may wait (P8). */
export class Admission {
  readonly #options: AdmissionOptions

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  /** Why `queued` must not wait with `others`. A call that comes back has its place already. */
  refusal(queued: QueuedCall, now: number, others: number): Refusal | undefined {
    const maxWaiting = this.#options.maxWaiting()
    if (!queued.isReturning && others >= maxWaiting) return { kind: 'full', maxWaiting }
    return this.lateness(queued, now)
  }

  /**
   * Why `queued` must not wait: with so many ahead it could only be sent past its deadline. One for
   * which a permit is held already is not late by what the rules say of the next permit. What is
   * held for calls to come, here or by others, is used or given back soon.
   */
  lateness(queued: QueuedCall, now: number, ahead?: number): Refusal | undefined {
    if (queued.deadlineAt === Infinity) return undefined
    const { queue, rules, gate } = this.#options
    const before = ahead ?? queue.ahead(queued)
    const late = rules.lateness(queued, now, before)
    if (late === undefined || gate === undefined) return late
    if (gate.serves(queued, before)) return undefined
    // If the rules are open, only the store has not given a permit in time.
    if (late.retryAt === now) return { ...late, reason: 'store' }
    const soon = late.reason === 'limit' ? gate.spare() + gate.spareOfOthers() : 0
    return rules.lateness(queued, now, before - soon)
  }

  /**
   * Gives the calls that must not wait any more. Those that it has given do not count for the
   * others.
   */
  *refused(now: number): Generator<readonly [QueuedCall, Refusal]> {
    // Those that arrived later may be ahead as well, though only until this one has risen to their
    // level.
    const ahead = [0, 0, 0]
    const { queue, rules, arriving } = this.#options
    for (const queued of queue.all()) {
      if (arriving.has(queued)) continue
      const refusal = rules.refusal(queued, now) ?? this.lateness(queued, now, ahead[queued.baseLevel] ?? 0)
      if (refusal) yield [queued, refusal]
      else
        for (let baseLevel = queued.baseLevel; baseLevel < ahead.length; baseLevel += 1)
          ahead[baseLevel] = (ahead[baseLevel] ?? 0) + 1
    }
  }

  /**
   * Gives the calls whose deadline has come. With a gate, a call that could be sent at its deadline
   * waits for one more reply.
   */
  *expired(now: number, isReplying: boolean): Generator<readonly [QueuedCall, Refusal]> {
    const { queue, rules, arriving, gate } = this.#options
    for (let queued = queue.expired(now); queued; queued = queue.expired(now)) {
      const at = rules.notBefore(queued, now, 0)
      const isOpen = gate !== undefined && at <= now
      if (isOpen && !isReplying && arriving.giveTime(queued, now)) continue
      const isStore = isOpen || arriving.has(queued)
      if (isStore && arriving.outage) {
        yield [queued, { kind: 'store', ...arriving.outage }]
        continue
      }
      const reason = isStore ? 'store' : rules.reason(queued, now, 0)
      yield [queued, { kind: 'wait', retryAt: at > now ? at : gate?.retryAt(), reason }]
    }
  }
}
