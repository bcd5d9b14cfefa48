import type { Answer } from '../contract/Outcome.ts'
import type { Cancel, Clock } from '../contract/Clock.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import type { Arrivals } from './Arrivals.ts'
import { Line } from './WaitQueue.ts'
import { Outlook } from './Outlook.ts'
import { Rules } from './Rules.ts'
import type { Waiter, WaiterOptions } from './QueuedCall.ts'

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
  readonly onLeave?: ((waiter: Waiter) => void) | undefined
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
  readonly #onLeave: (waiter: Waiter) => void
  readonly #line: Line
  #cancelTimer: Cancel | undefined

  constructor({ clock, rules, windowMs, maxWaiting, arrivals, onChange, act, onLeave }: DispatcherOptions) {
    this.#clock = clock
    this.#rules = new Rules(rules)
    this.#windowMs = windowMs
    this.#outlook = new Outlook(this.#rules, windowMs)
    this.maxWaiting = maxWaiting
    this.#line = new Line(arrivals)
    this.#onChange = onChange
    this.#act = act ?? ((change) => change())
    this.#onLeave = onLeave ?? ((waiter) => waiter.go())
  }

  get waiting(): number {
    return this.#line.size
  }

  /** When the next one leaves, at the earliest, and what it waits for; without an instant where only an answer can tell. */
  next(now: number): { at: number | undefined; reason: WaitReason } | undefined {
    // Whose turn it is now may be overtaken by one who rises before it can leave.
    const firsts = this.#line.firsts(now, this.#windowMs())
    const opensAt = firsts.map((first) => Math.max(now, this.#outlook.opensAt(first, now)))
    const at = Math.min(...opensAt)
    const next = firsts[opensAt.indexOf(at)]
    return next && { at: at === Infinity ? undefined : at, reason: this.#rules.reason(next, now, 0) }
  }

  /**
   * `waiter` leaves at once where nobody is before it and every rule is open, without a promise of its own; else it takes
   * its place in the line. A refusal if it must not wait, or could only leave past its deadline.
   */
  enter(waiter: Waiter): 'left' | 'waiting' | Refusal {
    const now = this.#clock.now()
    const refusal = this.#rules.refusal(waiter, now)
    if (refusal) return refusal
    const isNew = waiter.order === 0
    this.#line.arrive(waiter, now)
    if (this.#line.size === 0 && this.#rules.opensAt(waiter, now, 0) <= now) {
      this.#depart(waiter, now)
      this.#onChange()
      return 'left'
    }
    // Whoever comes back has a place already, though others may have filled the line meanwhile.
    if (isNew && this.#line.size >= this.maxWaiting) return { kind: 'full', maxWaiting: this.maxWaiting }
    const late = this.#outlook.lateness(waiter, now, this.#line.ahead(waiter))
    if (late) return late
    this.#line.enter(waiter, now)
    waiter.caller.waits?.()
    this.wake()
    return 'waiting'
  }

  /** Takes `waiter` out of the line: its place is free in the same tick. False: it had left already. */
  withdraw(waiter: Waiter): boolean {
    if (!this.#line.has(waiter)) return false
    this.#line.remove(waiter)
    this.wake()
    return true
  }

  /** `waiter` becomes more or less urgent or patient, and keeps its place by arrival. It is turned away if it could only leave too late. */
  change(waiter: Waiter, terms: Pick<WaiterOptions, 'priority' | 'deadlineAt'>): void {
    if (!this.#line.has(waiter)) {
      waiter.change(terms)
      return
    }
    const now = this.#clock.now()
    this.#line.remove(waiter)
    waiter.change(terms)
    this.#line.enter(waiter, now)
    const late = this.#outlook.lateness(waiter, now, this.#line.ahead(waiter))
    if (late) this.#turnAway(waiter, late)
    this.wake()
  }

  /** Every rule learns from the answer to `waiter`, then whoever may leave does. */
  answered(waiter: Waiter, answer: Answer): void {
    const now = this.#clock.now()
    const { tightened } = this.#rules
    this.#rules.answered(waiter, answer, now)
    if (answer.kind !== 'ok' || this.#rules.tightened !== tightened) this.sweep()
    this.wake()
  }

  /** Turns away everybody who must not wait any more after what was just learnt. */
  sweep(): void {
    const now = this.#clock.now()
    // Those that arrived later may be ahead as well, though only until this one has risen to their level.
    const ahead = [0, 0, 0]
    for (const waiter of this.#line) {
      const refusal =
        this.#rules.refusal(waiter, now) ?? this.#outlook.lateness(waiter, now, ahead[waiter.queue] ?? 0)
      if (refusal) this.#turnAway(waiter, refusal)
      else
        for (let queue = waiter.queue; queue < ahead.length; queue += 1)
          ahead[queue] = (ahead[queue] ?? 0) + 1
    }
  }

  /** Turns away those of one caller, or everybody. */
  close(isClosing: (waiter: Waiter) => boolean): void {
    for (const waiter of this.#line) if (isClosing(waiter)) this.#turnAway(waiter, { kind: 'closed' })
    this.wake()
  }

  /** Those that `isMoving` leave this line for another, and keep their place by arrival. */
  moveTo(other: Dispatcher, isMoving: (waiter: Waiter) => boolean): void {
    const now = this.#clock.now()
    for (const waiter of this.#line) {
      if (!isMoving(waiter)) continue
      this.#line.remove(waiter)
      other.#line.enter(waiter, now)
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
    this.#setTimer(Math.min(opensAt, this.#line.earliestDeadline), now)
    this.#onChange()
  }

  /** Lets leave whoever may now; gives the instant at which the next one may. */
  #letLeave(now: number): number {
    for (;;) {
      const waiter = this.#line.first(now, this.#windowMs())
      if (waiter === undefined) return Infinity
      const refusal = this.#rules.refusal(waiter, now)
      if (refusal) {
        this.#turnAway(waiter, refusal)
        continue
      }
      const opensAt = this.#rules.opensAt(waiter, now, 0)
      // Whoever rises may leave earlier, or be the first then.
      if (opensAt > now)
        return opensAt < Infinity ? Math.min(opensAt, this.#line.nextRise(now, this.#windowMs())) : opensAt
      this.#line.remove(waiter)
      this.#depart(waiter, now)
    }
  }

  #depart(waiter: Waiter, now: number): void {
    waiter.leave(now)
    this.#rules.left(waiter, now)
    this.#onLeave(waiter)
  }

  #turnAway(waiter: Waiter, refusal: Refusal): void {
    this.#line.remove(waiter)
    waiter.refuse(refusal)
  }

  /** Turns away whoever has waited long enough. False: nobody had. */
  #expire(now: number): boolean {
    const first = this.#line.expired(now)
    for (let waiter = first; waiter; waiter = this.#line.expired(now)) {
      const at = this.#outlook.lowerBound(waiter, now, 0)
      const reason = this.#rules.reason(waiter, now, 0)
      this.#turnAway(waiter, { kind: 'wait', retryAt: at > now ? at : undefined, reason })
    }
    return first !== undefined
  }

  #setTimer(at: number, now: number): void {
    if (at === Infinity) return
    // A call that waits keeps the process alive: its caller is waiting too.
    this.#cancelTimer = this.#clock.schedule(() => this.wake(), Math.max(0, at - now), { keepAlive: true })
  }
}
