import type { Outcome } from '../contract/Outcome.ts'
import type { Cancel, Clock } from '../contract/Clock.ts'
import type { Refusal } from '../contract/Refusal.ts'
import { WaitQueue } from './WaitQueue.ts'
import { Outlook } from './Outlook.ts'
import { Rules } from './Rules.ts'
import type { QueuedCall, QueuedCallOptions } from './QueuedCall.ts'
import { Arriving } from './Arriving.ts'
import type { DispatcherOptions } from './DispatcherOptions.ts'
import type { Forecast } from './Forecasts.ts'
import { Forecasts } from './Forecasts.ts'
import type { Gate } from './Gate.ts'

/** Lets calls leave when every rule is open: one line, one timer, however many rules. */
export class Dispatcher {
  maxWaiting: number
  readonly #clock: Clock
  readonly #rules: Rules
  readonly #outlook: Outlook
  readonly #windowMs: () => number
  readonly #onChange: () => void
  readonly #gate: Gate | undefined
  readonly #offsetMs: () => number
  readonly #onSent: (queued: QueuedCall) => void
  readonly #queue: WaitQueue
  readonly #arriving: Arriving
  readonly #forecasts: Forecasts
  #isReplying = false
  /** Why the gate could not decide the last time. */
  #outage: { readonly cause: unknown } | undefined
  #cancelTimer: Cancel | undefined

  constructor(options: DispatcherOptions) {
    const { clock, rules, windowMs, maxWaiting, arrivals, onChange, gate, offsetMs, onSent } = options
    this.#clock = clock
    this.#offsetMs = offsetMs ?? (() => 0)
    this.#rules = new Rules(rules, this.#offsetMs)
    this.#windowMs = windowMs
    this.#outlook = new Outlook(this.#rules, windowMs)
    this.maxWaiting = maxWaiting
    this.#queue = new WaitQueue(arrivals)
    this.#arriving = new Arriving(this.#queue)
    this.#forecasts = new Forecasts({
      queue: this.#queue,
      rules: this.#rules,
      outlook: this.#outlook,
      arriving: this.#arriving,
      windowMs,
      hasGate: gate !== undefined,
    })
    this.#onChange = onChange
    this.#gate = gate
    this.#onSent = onSent ?? ((queued) => queued.go())
  }

  get waiting(): number {
    return this.#queue.size
  }

  /** When the next one leaves, at the earliest, and what it waits for; without an instant if only a response can tell. */
  next(now: number): Forecast | undefined {
    return this.#forecasts.next(now)
  }

  /** Returns when `queued` can be sent, at the earliest, and what it waits for; no instant if only a response can tell. */
  outlook(queued: QueuedCall, now: number): Forecast {
    return this.#forecasts.of(queued, now)
  }

  /**
   * `queued` leaves at once where nobody is before it and every rule is open, without a promise of its own; else it takes
   * its place in the line. A refusal if it must not wait, or could only leave past its deadline.
   */
  enter(queued: QueuedCall): 'sent' | 'waiting' | Refusal {
    return this.#gate ? this.#arrive(queued, this.#gate) : this.#enter(queued)
  }

  /** What the gate decided. Gives those that got a permit and do not wait any more. */
  reply(granted: readonly QueuedCall[], hasNews: boolean): QueuedCall[] {
    const now = this.#clock.now()
    this.#outage = undefined
    this.#isReplying = true
    const gone = granted.filter((queued) => !this.#queue.has(queued))
    for (const queued of granted) if (!gone.includes(queued)) this.#depart(queued, now)
    for (const queued of this.#arriving.takeAsked()) this.#admit(queued, now)
    if (hasNews) this.sweep()
    this.wake()
    this.#isReplying = false
    return gone
  }

  /** The first `count` that want a permit, in the order of their turns. */
  turns(count: number): QueuedCall[] {
    this.#arriving.ask()
    return this.#queue.turns(this.#clock.now(), this.#windowMs(), count)
  }

  /** The gate cannot decide: turns away all that it was asked about. */
  fail(cause: unknown): void {
    const asked = new Set(this.#arriving.takeAsked())
    for (const queued of this.#queue)
      if (asked.has(queued) || !this.#arriving.has(queued)) this.#turnAway(queued, { kind: 'store', cause })
    this.wake()
  }

  /** The gate cannot decide for now. Calls wait for it, and are turned away with `cause` when their time is over. */
  suspend(cause: unknown): void {
    this.#outage = { cause }
  }

  /** Waits for the gate's first reply. */
  #arrive(queued: QueuedCall, gate: Gate): 'sent' | 'waiting' {
    const now = this.#clock.now()
    this.#queue.arrive(queued, now)
    if (this.#queue.size === 0 && gate.take(queued)) {
      this.#depart(queued, now)
      this.#onChange()
      return 'sent'
    }
    this.#arriving.enter(queued, now)
    if (this.#arriving.size === 1) this.wake()
    else gate.ask()
    return 'waiting'
  }

  /** The gate has decided that `queued` waits. */
  #admit(queued: QueuedCall, now: number): void {
    const refusal =
      this.#rules.refusal(queued, now) ??
      this.#fullness(queued, this.#queue.size - 1) ??
      this.#lateness(queued, now)
    if (refusal) {
      this.#turnAway(queued, refusal)
      return
    }
    this.#arriving.endGrace(queued, now)
    queued.caller.waits?.()
  }

  /** Why `queued` must not wait behind so many others. One that comes back has its place already. */
  #fullness({ isReturning }: QueuedCall, waiting: number): Refusal | undefined {
    return !isReturning && waiting >= this.maxWaiting
      ? { kind: 'full', maxWaiting: this.maxWaiting }
      : undefined
  }

  #lateness(queued: QueuedCall, now: number): Refusal | undefined {
    return this.#outlook.lateness(queued, now, this.#queue.ahead(queued))
  }

  #enter(queued: QueuedCall): 'sent' | 'waiting' | Refusal {
    const now = this.#clock.now()
    const refusal = this.#rules.refusal(queued, now)
    if (refusal) return refusal
    this.#queue.arrive(queued, now)
    if (this.#queue.size === 0 && this.#rules.opensAt(queued, now, 0) <= now) {
      this.#depart(queued, now)
      this.#onChange()
      return 'sent'
    }
    const reason = this.#fullness(queued, this.#queue.size) ?? this.#lateness(queued, now)
    if (reason) return reason
    this.#queue.enter(queued, now)
    queued.caller.waits?.()
    this.wake()
    return 'waiting'
  }

  /** Takes `queued` out of the line: its place is free in the same tick. False: it had left already. */
  withdraw(queued: QueuedCall): boolean {
    if (!this.#queue.has(queued)) return false
    this.#remove(queued)
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
      if (this.#arriving.has(queued)) continue
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
      if (this.#arriving.delete(queued)) other.#arriving.add(queued)
    }
    this.wake()
    other.wake()
  }

  /** Lets leave whoever may, and sets the timer for whoever may next. */
  wake(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const now = this.#clock.now()
    // Whose deadline is now may still leave now; and whoever is turned away may have stood in the way of another.
    let opensAt = this.#letLeave(now)
    while (this.#expire(now)) opensAt = this.#letLeave(now)
    if (this.#gate && this.#arriving.size > 0) this.#gate.ask()
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
      if (this.#gate && !this.#gate.take(queued)) {
        this.#gate.ask()
        return Infinity
      }
      this.#depart(queued, now)
    }
  }

  #depart(queued: QueuedCall, now: number): void {
    this.#queue.take(queued)
    this.#arriving.delete(queued)
    queued.leave(now, this.#offsetMs())
    if (this.#gate) this.#gate.sent(queued)
    else this.#rules.sent(queued, now)
    this.#onSent(queued)
  }

  #turnAway(queued: QueuedCall, refusal: Refusal): void {
    this.#remove(queued)
    queued.refuse(refusal)
  }

  #remove(queued: QueuedCall): void {
    this.#queue.remove(queued)
    this.#arriving.delete(queued)
  }

  /** Turns away whoever has waited long enough. False: nobody had. */
  #expire(now: number): boolean {
    const first = this.#queue.expired(now)
    for (let queued = first; queued; queued = this.#queue.expired(now)) {
      const at = this.#outlook.lowerBound(queued, now, 0)
      const isOpen = this.#gate !== undefined && at <= now
      // A call that could go at its deadline waits for one more reply.
      if (isOpen && !this.#isReplying && this.#arriving.giveTime(queued, now)) continue
      const isStore = isOpen || this.#arriving.has(queued)
      if (isStore && this.#outage) {
        this.#turnAway(queued, { kind: 'store', ...this.#outage })
        continue
      }
      const reason = isStore ? 'store' : this.#rules.reason(queued, now, 0)
      this.#turnAway(queued, { kind: 'wait', retryAt: at > now ? at : this.#gate?.retryAt(), reason })
    }
    return first !== undefined
  }

  #setTimer(at: number, now: number): void {
    if (at === Infinity) return
    // A call that waits keeps the process alive: its caller is waiting too.
    this.#cancelTimer = this.#clock.schedule(() => this.wake(), Math.max(0, at - now), { keepAlive: true })
  }
}
