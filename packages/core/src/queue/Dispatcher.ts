import type { Outcome } from '../contract/Outcome.ts'
import type { Refusal } from '../contract/Refusal.ts'
import { Admission } from './Admission.ts'
import { Arriving } from './Arriving.ts'
import { Departures } from './Departures.ts'
import type { DispatcherOptions } from './DispatcherOptions.ts'
import type { Forecast } from './Forecasts.ts'
import { Forecasts } from './Forecasts.ts'
import type { Gate } from './Gate.ts'
import type { QueuedCall, QueuedCallOptions } from './QueuedCall.ts'
import { Rules } from './Rules.ts'
import { WaitQueue } from './WaitQueue.ts'
import { WakeTimer } from './WakeTimer.ts'

/** Sends calls when every rule is open: one queue and one timer, however many rules there are. */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #gate: Gate | undefined
  readonly #rules: Rules
  readonly #queue: WaitQueue
  readonly #arriving: Arriving
  readonly #admission: Admission
  readonly #departures: Departures
  readonly #forecasts: Forecasts
  readonly #timer: WakeTimer
  #isReplying = false
  #isWaking = false

  constructor(options: DispatcherOptions) {
    const { clock, windowMs, maxWaiting, nextOrder, gate, offsetMs } = options
    const rules = new Rules(options.rules, { windowMs, offsetMs })
    const queue = new WaitQueue(nextOrder)
    const arriving = new Arriving(queue)
    this.#options = options
    this.#gate = gate
    this.#rules = rules
    this.#queue = queue
    this.#arriving = arriving
    this.#admission = new Admission({ queue, rules, arriving, maxWaiting, gate })
    this.#departures = new Departures({ queue, rules, arriving, options })
    this.#forecasts = new Forecasts({ queue, rules, arriving, windowMs, hasGate: gate !== undefined })
    this.#timer = new WakeTimer(clock, () => this.wake())
  }

  get waiting(): number {
    return this.#queue.size
  }

  /** How many permits are held for calls to come. */
  get spare(): number {
    return this.#gate?.spare() ?? 0
  }

  /** Returns when the next call is sent, at the earliest, and what it waits for. */
  next(now: number): Forecast | undefined {
    return this.#forecasts.next(now)
  }

  /** Returns when `queued` can be sent, at the earliest, and what it waits for. */
  forecast(queued: QueuedCall, now: number): Forecast {
    return this.#forecasts.of(queued, now)
  }

  /**
   * Sends `queued` at once if no call is before it and every rule is open. Otherwise it waits.
   * Returns a refusal if it must not wait, or could only be sent past its deadline.
   */
  enter(queued: QueuedCall): 'sent' | 'waiting' | Refusal {
    if (this.#gate) return this.#arrive(queued, this.#gate)
    const now = this.#options.clock.now()
    const refusal = this.#rules.refusal(queued, now)
    if (refusal) return refusal
    this.#queue.arrive(queued, now)
    if (this.#queue.size === 0 && this.#rules.isOpen(queued, now)) {
      this.#departures.depart(queued, now)
      this.#options.onChange()
      return 'sent'
    }
    return this.#wait(queued, now)
  }

  #wait(queued: QueuedCall, now: number): 'waiting' | Refusal {
    const refusal = this.#admission.refusal(queued, now, this.#queue.size)
    if (refusal) return refusal
    this.#queue.enter(queued, now)
    queued.caller.waits(queued)
    // Otherwise the timer is set already.
    if (this.#queue.isFirst(queued)) this.wake()
    else this.#options.onChange()
    return 'waiting'
  }

  /** What the gate decided. Gives those that got a permit and do not wait any more. */
  reply(granted: readonly QueuedCall[], hasNews: boolean): QueuedCall[] {
    const now = this.#options.clock.now()
    this.#arriving.outage = undefined
    this.#isReplying = true
    const gone = granted.filter((queued) => !this.#queue.has(queued))
    for (const queued of granted) if (!gone.includes(queued)) this.#departures.depart(queued, now)
    for (const queued of this.#arriving.takeAsked()) this.#admit(queued, now)
    if (hasNews) this.sweep()
    this.wake()
    this.#isReplying = false
    return gone
  }

  /** The call whose turn is next, if any waits. */
  first(now: number): QueuedCall | undefined {
    return this.#queue.first(now, this.#options.windowMs())
  }

  /** The first `count` that want a permit, in the order of their turns. */
  turns(count: number): QueuedCall[] {
    this.#arriving.ask()
    return this.#queue.turns(this.#options.clock.now(), this.#options.windowMs(), count)
  }

  /**
   * The gate cannot decide: sends the calls that may go all the same, in the order of their turns,
   * up to the first that may not.
   */
  sendWhile(mayGo: (queued: QueuedCall) => boolean): void {
    const now = this.#options.clock.now()
    for (;;) {
      const queued = this.#queue.first(now, this.#options.windowMs())
      if (queued === undefined) return
      const refusal = this.#rules.refusal(queued, now)
      if (refusal) this.#departures.turnAway(queued, refusal)
      else if (mayGo(queued)) this.#departures.depart(queued, now)
      else return
      this.#options.onChange()
    }
  }

  /**
   * The gate cannot decide: turns away all that it was asked about. Those wait on for which permits
   * are held already.
   */
  fail(cause: unknown): void {
    const asked = new Set(this.#arriving.takeAsked())
    let before = 0
    for (const queued of this.#queue.all()) {
      if (this.#arriving.has(queued)) continue
      if (asked.has(queued) || !this.#gate?.serves(queued, before))
        this.#departures.turnAway(queued, { kind: 'store', cause })
      else before += 1
    }
    this.wake()
  }

  /** Lets calls wait while the gate cannot decide. On expiry they are refused with `cause`. */
  suspend(cause: unknown): void {
    this.#arriving.outage = { cause }
  }

  /** Waits for the gate's first reply, unless the permit is there already. */
  #arrive(queued: QueuedCall, gate: Gate): 'sent' | 'waiting' | Refusal {
    const now = this.#options.clock.now()
    this.#queue.arrive(queued, now)
    if (this.#queue.size === 0 && gate.take(queued)) {
      this.#departures.depart(queued, now)
      this.#options.onChange()
      return 'sent'
    }
    if (gate.serves(queued, this.#queue.size)) {
      // The store may have another slot for it now.
      if (this.#rules.isOpen(queued, now)) gate.ask()
      return this.#rules.refusal(queued, now) ?? this.#wait(queued, now)
    }
    this.#arriving.enter(queued, now)
    // The timer must not miss a deadline, however long the gate takes.
    if (this.#queue.isFirst(queued)) this.wake()
    else {
      gate.ask()
      this.#options.onChange()
    }
    return 'waiting'
  }

  /** The gate has decided that `queued` waits. */
  #admit(queued: QueuedCall, now: number): void {
    const refusal =
      this.#rules.refusal(queued, now) ?? this.#admission.refusal(queued, now, this.#queue.size - 1)
    if (refusal) {
      this.#departures.turnAway(queued, refusal)
      return
    }
    this.#arriving.endGrace(queued, now)
    queued.caller.waits(queued)
  }

  /** Frees the place of `queued` in the same tick. Returns false if it does not wait here. */
  withdraw(queued: QueuedCall): boolean {
    if (!this.#queue.has(queued)) return false
    const wasFirst = this.#queue.isFirst(queued)
    this.#queue.remove(queued)
    this.#arriving.delete(queued)
    if (wasFirst) this.#wakeSoon()
    this.#options.onChange()
    return true
  }

  /** Gives `queued` other terms. It keeps its place by arrival, or is turned away as too late. */
  change(queued: QueuedCall, terms: Pick<QueuedCallOptions, 'priority' | 'deadlineAt'>): void {
    if (!this.#queue.has(queued)) {
      queued.change(terms)
      return
    }
    const now = this.#options.clock.now()
    this.#queue.remove(queued)
    queued.change(terms)
    this.#queue.enter(queued, now)
    const late = this.#admission.lateness(queued, now)
    if (late) this.#departures.turnAway(queued, late)
    this.wake()
  }

  /** Every rule learns from the response to `queued`. Then the calls are sent that may be. */
  settled(queued: QueuedCall, outcome: Outcome): void {
    const now = this.#options.clock.now()
    const { tightened } = this.#rules
    this.#rules.settled(queued, outcome, now)
    if (outcome.kind !== 'ok' || this.#rules.tightened !== tightened) this.sweep()
    this.wake()
  }

  /** Turns away the calls that must not wait any more after what was just learnt. */
  sweep(): void {
    for (const [queued, refusal] of this.#admission.refused(this.#options.clock.now()))
      this.#departures.turnAway(queued, refusal)
  }

  /** Those that `isMoving` wait in another queue from now on, and keep their place by arrival. */
  moveTo(other: Dispatcher, isMoving: (queued: QueuedCall) => boolean): void {
    const now = this.#options.clock.now()
    for (const queued of this.#queue.all()) {
      if (!isMoving(queued)) continue
      this.#queue.remove(queued)
      other.#queue.enter(queued, now)
      if (this.#arriving.delete(queued)) other.#arriving.add(queued)
    }
    this.wake()
    other.wake()
  }

  /** Wakes once in the next tick, however many are cancelled in this one. */
  #wakeSoon(): void {
    if (this.#isWaking) return
    this.#isWaking = true
    queueMicrotask(() => {
      this.#isWaking = false
      this.wake()
    })
  }

  /** Sends the calls that may be sent, and sets the timer for the next one. */
  wake(): void {
    if (this.#queue.size === 0) {
      this.#timer.stop()
      this.#options.onChange()
      return
    }
    const now = this.#options.clock.now()
    // A call whose deadline is now may still be sent.
    let opensAt = this.#departures.sendOpen(now)
    let hasExpired = false
    for (const [queued, refusal] of this.#admission.expired(now, this.#isReplying)) {
      this.#departures.turnAway(queued, refusal)
      hasExpired = true
    }
    // Calls that have expired may have blocked others.
    if (hasExpired) opensAt = this.#departures.sendOpen(now)
    if (this.#gate && this.#arriving.size > 0) this.#gate.ask()
    this.#timer.set(Math.min(opensAt, this.#queue.earliestDeadline), now)
    this.#options.onChange()
  }
}
