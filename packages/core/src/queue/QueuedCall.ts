import type { Bearer } from '../contract/Credential.ts'
import type { Call, Priority, WhenLocked } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import { movingInstant } from './movingInstant.ts'

const levels = { high: 0, normal: 1, low: 2 } as const

export function isMoreUrgent(one: Priority, other: Priority): boolean {
  return levels[one] < levels[other]
}

/** Whoever made the call; asked when it leaves, since a credential may change while it waits. */
export interface Caller {
  /** The client, so that its calls can be told from those of others in the same line. */
  readonly owner: object
  readonly bearer: Bearer | undefined
  /** Told when it takes a place in the line. */
  waits?(): void
}

/** When a call came, and after whom: kept when it comes back into the line, or goes to another. */
export interface Place {
  readonly order: number
  readonly enteredAt: number
}

export interface WaiterOptions {
  readonly caller: Caller
  readonly priority: Priority
  readonly whenLocked: WhenLocked
  /** Instant past which it must not wait; Infinity: as long as it takes. */
  readonly deadlineAt: number
  /** How far the clock has jumped in all, so that the deadline moves along. @defaultValue it never jumps */
  readonly jumpedMs?: (() => number) | undefined
  /** How long it is waited for once it has left, in ms. */
  readonly timeoutMs: number
  /** Where it stood before. @defaultValue it is new */
  readonly place?: Place | undefined
}

/** One attempt on its way: first waiting in the line, then, once it has left, holding a permit. */
export class Waiter implements Call {
  readonly caller: Caller
  readonly whenLocked: WhenLocked
  readonly timeoutMs: number
  /** The list it stands in. */
  queue: number
  level: number
  /** Place by arrival: the lower goes first; 0: it has none yet. */
  order: number
  enteredAt: number
  leftAt = 0
  readonly #jumpedMs: () => number
  #deadlineAt: () => number
  #bearer: Bearer | undefined
  /** Whether its caller has gone away. */
  isWithdrawn = false
  #hasLeft = false
  #hasGone = false
  #refusal: Refusal | undefined
  #settle: ((outcome: Refusal | undefined) => void) | undefined

  /** The line's own: neighbours in its queue, and its place among the deadlines. */
  previous: Waiter | undefined
  next: Waiter | undefined
  deadlineIndex = -1

  constructor(options: WaiterOptions) {
    const { caller, priority, whenLocked, deadlineAt, jumpedMs, timeoutMs, place } = options
    this.caller = caller
    this.queue = levels[priority]
    this.level = this.queue
    this.whenLocked = whenLocked
    this.#jumpedMs = jumpedMs ?? (() => 0)
    this.#deadlineAt = movingInstant(deadlineAt, this.#jumpedMs)
    this.timeoutMs = timeoutMs
    this.order = place?.order ?? 0
    this.enteredAt = place?.enteredAt ?? 0
  }

  /** Other callers share it now. Not while it stands in a line: that is for `Dispatcher.change`. */
  change({ priority, deadlineAt }: Pick<WaiterOptions, 'priority' | 'deadlineAt'>): void {
    this.queue = levels[priority]
    this.#deadlineAt = movingInstant(deadlineAt, this.#jumpedMs)
  }

  get deadlineAt(): number {
    return this.#deadlineAt()
  }

  /** What it left with; before that, what it would leave with. */
  get bearer(): Bearer | undefined {
    return this.#hasLeft ? this.#bearer : this.caller.bearer
  }

  /** Whether it is, or may be, on the wire. */
  get hasGone(): boolean {
    return this.#hasGone
  }

  get credential(): string | undefined {
    return this.bearer?.fingerprint
  }

  /** Its level, having risen by one for each window it has waited. */
  levelAt(now: number, windowMs: number): number {
    return this.queue - Math.floor((now - this.enteredAt) / windowMs)
  }

  /** When it rises to `level`. */
  risesAt(level: number, windowMs: number): number {
    return this.enteredAt + (this.queue - level) * windowMs
  }

  /** Resolves with nothing once it has left, or with why it never will. */
  outcome(): Promise<Refusal | undefined> {
    return new Promise((resolve) => {
      this.#settle = resolve
      // It may have been settled while it entered.
      if (this.#hasGone || this.#refusal) resolve(this.#refusal)
    })
  }

  /** It has its permit from now on. */
  leave(now: number): void {
    this.#bearer = this.caller.bearer
    this.#hasLeft = true
    this.leftAt = now
  }

  /** Its caller may send it. */
  go(): void {
    this.#hasGone = true
    this.#settle?.(undefined)
  }

  refuse(refusal: Refusal): void {
    this.#refusal = refusal
    this.#settle?.(refusal)
  }
}
