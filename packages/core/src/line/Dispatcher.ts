import type { Answer } from '../contract/Answer.ts'
import type { Cancel, Clock } from '../contract/Clock.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import { Line } from './Line.ts'
import type { Waiter } from './Waiter.ts'

export interface DispatcherOptions {
  readonly clock: Clock
  readonly rules: readonly Rule[]
  /** After how long a waiting call rises a level, in ms. */
  readonly windowMs: () => number
  readonly maxWaiting: number
  /** Something that can be seen has changed. */
  readonly onChange: () => void
}

/** Lets calls leave when every rule is open: one line, one timer, however many rules. */
export class Dispatcher {
  maxWaiting: number
  readonly #clock: Clock
  readonly #rules: readonly Rule[]
  readonly #windowMs: () => number
  readonly #onChange: () => void
  readonly #line = new Line()
  #cancelTimer: Cancel | undefined

  constructor({ clock, rules, windowMs, maxWaiting, onChange }: DispatcherOptions) {
    this.#clock = clock
    this.#rules = rules
    this.#windowMs = windowMs
    this.maxWaiting = maxWaiting
    this.#onChange = onChange
  }

  get waiting(): number {
    return this.#line.size
  }

  /** When the next one leaves, at the earliest; `undefined`: nobody waits, or only an answer can tell. */
  nextAt(now: number): number | undefined {
    const first = this.#line.first(now, this.#windowMs())
    if (first === undefined) return undefined
    const at = this.#opensAt(first, now, 0)
    return at === Infinity ? undefined : Math.max(at, now)
  }

  /**
   * `waiter` leaves at once where nobody is before it and every rule is open, without a promise of its own; else it takes
   * its place in the line. A refusal if it must not wait, or could only leave past its deadline.
   */
  enter(waiter: Waiter): 'left' | 'waiting' | Refusal {
    const now = this.#clock.now()
    const refusal = this.#refusal(waiter, now)
    if (refusal) return refusal
    const ahead = this.#line.ahead(waiter.queue)
    if (this.#line.size === 0 && this.#opensAt(waiter, now, 0) <= now) {
      this.#depart(waiter, now)
      this.#onChange()
      return 'left'
    }
    if (this.#line.size >= this.maxWaiting) return { kind: 'full', maxWaiting: this.maxWaiting }
    const late = this.#lateness(waiter, now, ahead)
    if (late) return late
    this.#line.enter(waiter, now)
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

  /** Every rule learns from the answer to `waiter`, then whoever may leave does. */
  answered(waiter: Waiter, answer: Answer): void {
    const now = this.#clock.now()
    for (const rule of this.#rules) rule.answered(waiter, answer, now)
    if (answer.kind !== 'ok') this.sweep()
    this.wake()
  }

  /** Turns away everybody who must not wait any more after what was just learnt. */
  sweep(): void {
    const now = this.#clock.now()
    // Those that arrived later may be ahead as well, though only until this one has risen to their level.
    const ahead = [0, 0, 0]
    for (const waiter of this.#line) {
      const refusal = this.#refusal(waiter, now) ?? this.#lateness(waiter, now, ahead[waiter.queue] ?? 0)
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

  /** Those that `isMoving` leave this line for another, at their own request. */
  moveTo(other: Dispatcher, isMoving: (waiter: Waiter) => boolean): void {
    const now = this.#clock.now()
    for (const waiter of this.#line) {
      if (!isMoving(waiter)) continue
      this.#line.remove(waiter)
      waiter.order = 0
      other.#line.enter(waiter, now)
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
    this.#setTimer(Math.min(opensAt, this.#line.earliestDeadline), now)
    this.#onChange()
  }

  /** Lets leave whoever may now; gives the instant at which the next one may. */
  #letLeave(now: number): number {
    for (;;) {
      const waiter = this.#line.first(now, this.#windowMs())
      if (waiter === undefined) return Infinity
      const refusal = this.#refusal(waiter, now)
      if (refusal) {
        this.#turnAway(waiter, refusal)
        continue
      }
      const opensAt = this.#opensAt(waiter, now, 0)
      if (opensAt > now) return opensAt
      this.#line.remove(waiter)
      this.#depart(waiter, now)
    }
  }

  #depart(waiter: Waiter, now: number): void {
    waiter.leave(now)
    for (const rule of this.#rules) rule.left(waiter, now)
  }

  #turnAway(waiter: Waiter, refusal: Refusal): void {
    this.#line.remove(waiter)
    waiter.refuse(refusal)
  }

  /** Turns away whoever has waited long enough. False: nobody had. */
  #expire(now: number): boolean {
    const first = this.#line.expired(now)
    for (let waiter = first; waiter; waiter = this.#line.expired(now)) {
      const at = this.#lowerBound(waiter, now, 0)
      this.#turnAway(waiter, { kind: 'wait', retryAt: at > now ? at : undefined })
    }
    return first !== undefined
  }

  #setTimer(at: number, now: number): void {
    if (at === Infinity) return
    // A call that waits keeps the process alive: its caller is waiting too.
    this.#cancelTimer = this.#clock.schedule(() => this.wake(), Math.max(0, at - now), { keepAlive: true })
  }

  #refusal(waiter: Waiter, now: number): Refusal | undefined {
    for (const rule of this.#rules) {
      const refusal = rule.refusal?.(waiter, now)
      if (refusal) return refusal
    }
    return undefined
  }

  #lateness(waiter: Waiter, now: number, ahead: number): Refusal | undefined {
    const at = this.#lowerBound(waiter, now, ahead)
    return at > waiter.deadlineAt ? { kind: 'wait', retryAt: at } : undefined
  }

  #opensAt(waiter: Waiter, now: number, ahead: number): number {
    let at = Number.NEGATIVE_INFINITY
    for (const rule of this.#rules) at = Math.max(at, rule.opensAt(waiter, now, ahead))
    return at
  }

  /** As `opensAt`, with a rule that waits for an answer counted as open. */
  #lowerBound(waiter: Waiter, now: number, ahead: number): number {
    let bound = now
    for (const rule of this.#rules) {
      const at = rule.opensAt(waiter, now, ahead)
      if (at !== Infinity) bound = Math.max(bound, at)
    }
    return bound
  }
}
