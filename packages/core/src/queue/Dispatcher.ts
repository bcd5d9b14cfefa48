import type { Outcome } from '../contract/Outcome.ts'
import type { Cancel, Clock } from '../contract/Clock.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import type { Arrivals } from './Arrivals.ts'
import { WaitQueue } from './WaitQueue.ts'
import { Outlook } from './Outlook.ts'
import { Rules } from './Rules.ts'
import type { QueuedCall, QueuedCallOptions } from './QueuedCall.ts'

export interface DispatcherOptions {
  readonly clock: Clock
  readonly rules: readonly Rule[]
  /** After how long a waiting call rises a level, in ms. */
  readonly windowMs: () => number
  readonly maxWaiting: number
  /** Shared with the lines that calls may move to. @defaultValue its own */
  readonly arrivals?: Arrivals | undefined
  /** Something that can be seen has changed. */
  readonly onChange: () => void
  /** Runs what may let calls leave. @defaultValue at once */
  readonly act?: ((change: () => void) => void) | undefined
  /** A call has its permit. @defaultValue it goes */
  readonly onSent?: ((queued: QueuedCall) => void) | undefined
}

/** Lets calls leave when every rule is open: one line, one timer, however many rules. */
export class Dispatcher {
  maxWaiting: number
  readonly #clock: Clock
  readonly #rules: Rules
  readonly #outlook: Outlook
  readonly #windowMs: () => number
  readonly #onChange: () => void
  readonly #act: (change: () => void) => void
  readonly #onSent: (queued: QueuedCall) => void
  readonly #queue: WaitQueue
  #cancelTimer: Cancel | undefined

  constructor({ clock, rules, windowMs, maxWaiting, arrivals, onChange, act, onSent }: DispatcherOptions) {
    this.#clock = clock
    this.#rules = new Rules(rules)
    this.#windowMs = windowMs
    this.#outlook = new Outlook(this.#rules, windowMs)
    this.maxWaiting = maxWaiting
    this.#queue = new WaitQueue(arrivals)
    this.#onChange = onChange
    this.#act = act ?? ((change) => change())
    this.#onSent = onSent ?? ((queued) => queued.go())
  }

  get waiting(): number {
    return this.#queue.size
  }

  /** When the next one leaves, at the earliest, and what it waits for; without an instant where only an answer can tell. */
  next(now: number): { at: number | undefined; reason: WaitReason } | undefined {
    // Whose turn it is now may be overtaken by one who rises before it can leave.
    const firsts = this.#queue.firsts(now, this.#windowMs())
    const opensAt = firsts.map((first) => Math.max(now, this.#outlook.opensAt(first, now)))
    const at = Math.min(...opensAt)
    const next = firsts[opensAt.indexOf(at)]
    if (next === undefined) return undefined
    const isKnown = !this.#rules.waitsForResponse(next, now)
    return { at: isKnown ? at : undefined, reason: this.#rules.reason(next, now, 0) }
  }

  /** Returns when `queued` can be sent, at the earliest, and what it waits for; no instant if only a response can tell. */
  outlook(queued: QueuedCall, now: number): { at: number | undefined; reason: WaitReason } {
    const ahead = this.#queue.ahead(queued)
    const isKnown = !this.#rules.waitsForResponse(queued, now)
    const at = isKnown ? Math.max(now, this.#outlook.lowerBound(queued, now, ahead)) : undefined
    return { at, reason: this.#rules.reason(queued, now, ahead) }
  }

  /**
   * `queued` leaves at once where nobody is before it and every rule is open, without a promise of its own; else it takes
   * its place in the line. A refusal if it must not wait, or could only leave past its deadline.
   */
  enter(queued: QueuedCall): 'sent' | 'waiting' | Refusal {
    const now = this.#clock.now()
    const refusal = this.#rules.refusal(queued, now)
    if (refusal) return refusal
    const isNew = queued.order === 0
    this.#queue.arrive(queued, now)
    if (this.#queue.size === 0 && this.#rules.opensAt(queued, now, 0) <= now) {
      this.#depart(queued, now)
      this.#onChange()
      return 'sent'
    }
    // Whoever comes back has a place already, though others may have filled the line meanwhile.
    if (isNew && this.#queue.size >= this.maxWaiting) return { kind: 'full', maxWaiting: this.maxWaiting }
    const late = this.#outlook.lateness(queued, now, this.#queue.ahead(queued))
    if (late) return late
    this.#queue.enter(queued, now)
    queued.caller.waits?.()
    this.wake()
    return 'waiting'
  }

  /** Takes `queued` out of the line: its place is free in the same tick. False: it had left already. */
  withdraw(queued: QueuedCall): boolean {
    if (!this.#queue.has(queued)) return false
    this.#queue.remove(queued)
    this.wake()
    return true
  }

  /** `queued` becomes more or less urgent or patient, and keeps its place by arrival. It is turned away if it could only leave too late. */
  change(queued: QueuedCall, terms: Pick<QueuedCallOptions, 'priority' | 'deadlineAt'>): void {
    if (!this.#queue.has(queued)) {
      queued.change(terms)
      return
    }
    const now = this.#clock.now()
    this.#queue.remove(queued)
    queued.change(terms)
    this.#queue.enter(queued, now)
    const late = this.#outlook.lateness(queued, now, this.#queue.ahead(queued))
    if (late) this.#turnAway(queued, late)
    this.wake()
  }

  /** Every rule learns from the answer to `queued`, then whoever may leave does. */
  settled(queued: QueuedCall, outcome: Outcome): void {
    const now = this.#clock.now()
    const { tightened } = this.#rules
    this.#rules.settled(queued, outcome, now)
    if (outcome.kind !== 'ok' || this.#rules.tightened !== tightened) this.sweep()
    this.wake()
  }

  /** Turns away everybody who must not wait any more after what was just learnt. */
  sweep(): void {
    const now = this.#clock.now()
    // Those that arrived later may be ahead as well, though only until this one has risen to their level.
    const ahead = [0, 0, 0]
    for (const queued of this.#queue) {
      const refusal =
        this.#rules.refusal(queued, now) ?? this.#outlook.lateness(queued, now, ahead[queued.baseLevel] ?? 0)
      if (refusal) this.#turnAway(queued, refusal)
      else
        for (let baseLevel = queued.baseLevel; baseLevel < ahead.length; baseLevel += 1)
          ahead[baseLevel] = (ahead[baseLevel] ?? 0) + 1
    }
  }

  /** Turns away those of one caller, or everybody. */
  close(isClosing: (queued: QueuedCall) => boolean): void {
    for (const queued of this.#queue) if (isClosing(queued)) this.#turnAway(queued, { kind: 'closed' })
    this.wake()
  }

  /** Those that `isMoving` leave this line for another, and keep their place by arrival. */
  moveTo(other: Dispatcher, isMoving: (queued: QueuedCall) => boolean): void {
    const now = this.#clock.now()
    for (const queued of this.#queue) {
      if (!isMoving(queued)) continue
      this.#queue.remove(queued)
      other.#queue.enter(queued, now)
    }
    this.wake()
    other.wake()
  }

  /** Lets leave whoever may, and sets the timer for whoever may next. */
  wake(): void {
    this.#act(() => this.#wake())
  }

  #wake(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const now = this.#clock.now()
    // Whose deadline is now may still leave now; and whoever is turned away may have stood in the way of another.
    let opensAt = this.#letLeave(now)
    while (this.#expire(now)) opensAt = this.#letLeave(now)
    this.#setTimer(Math.min(opensAt, this.#queue.earliestDeadline), now)
    this.#onChange()
  }

  /** Lets leave whoever may now; gives the instant at which the next one may. */
  #letLeave(now: number): number {
    for (;;) {
      const queued = this.#queue.first(now, this.#windowMs())
      if (queued === undefined) return Infinity
      const refusal = this.#rules.refusal(queued, now)
      if (refusal) {
        this.#turnAway(queued, refusal)
        continue
      }
      const opensAt = this.#rules.opensAt(queued, now, 0)
      // Whoever rises may leave earlier, or be the first then.
      if (opensAt > now)
        return opensAt < Infinity ? Math.min(opensAt, this.#queue.nextRise(now, this.#windowMs())) : opensAt
      this.#queue.take(queued)
      this.#depart(queued, now)
    }
  }

  #depart(queued: QueuedCall, now: number): void {
    queued.leave(now)
    this.#rules.sent(queued, now)
    this.#onSent(queued)
  }

  #turnAway(queued: QueuedCall, refusal: Refusal): void {
    this.#queue.remove(queued)
    queued.refuse(refusal)
  }

  /** Turns away whoever has waited long enough. False: nobody had. */
  #expire(now: number): boolean {
    const first = this.#queue.expired(now)
    for (let queued = first; queued; queued = this.#queue.expired(now)) {
      const at = this.#outlook.lowerBound(queued, now, 0)
      const reason = this.#rules.reason(queued, now, 0)
      this.#turnAway(queued, { kind: 'wait', retryAt: at > now ? at : undefined, reason })
    }
    return first !== undefined
  }

  #setTimer(at: number, now: number): void {
    if (at === Infinity) return
    // A call that waits keeps the process alive: its caller is waiting too.
    this.#cancelTimer = this.#clock.schedule(() => this.wake(), Math.max(0, at - now), { keepAlive: true })
  }
}
