import type { Credential } from '../contract/Credential.ts'
import type { Call, Priority, WhenLocked } from '../contract/Call.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { Refusal } from '../contract/Refusal.ts'

const levels = { high: 0, normal: 1, low: 2 } as const

export function isMoreUrgent(one: Priority, other: Priority): boolean {
  return levels[one] < levels[other]
}

/** The call as its client sees it. */
export interface Caller {
  /** The client. Calls of several clients wait in one queue. */
  readonly owner: object
  /** Read when the call is sent, since it may change while the call waits. */
  readonly credential: Credential | undefined
  /** Hash of its method and path. */
  readonly endpoint: string
  /** Called when the call waits. */
  waits(queued: QueuedCall): void
  /** Called when the call may be sent, or with why it will not be. */
  settled(queued: QueuedCall, refusal: Refusal | undefined): void
}

/**
 * The place of a call by arrival. The call keeps it when it comes back into the queue, or waits in
 * another.
 */
export interface QueuePosition {
  readonly order: number
  readonly enteredAt: number
}

/** The queue that gave a call its permit, which learns how the request ends. */
export interface PermitSource {
  readonly waiting: number
  settled(queued: QueuedCall, outcome: Outcome): void
  wake(): void
}

export interface QueuedCallOptions {
  readonly caller: Caller
  readonly priority: Priority
  readonly whenLocked: WhenLocked
  /** Instant past which it must not wait, or `Infinity`. */
  readonly deadlineAt: number
  /** How long its response may take once it is sent, in ms. */
  readonly timeoutMs: number
  /** Calls of one group take turns with those of others. @defaultValue a group of its own */
  readonly group?: unknown
  /** Its place before, if it comes back. */
  readonly position?: QueuePosition | undefined
}

/**
 * One attempt: it waits in the queue, and holds a permit once it is sent. It is small, since very
 * many may wait.
 */
export class QueuedCall implements Call {
  readonly caller: Caller
  readonly whenLocked: WhenLocked
  readonly timeoutMs: number
  /** Whether it waited before, and keeps its place. */
  readonly isReturning: boolean
  readonly group: unknown
  /** The level of its priority, from which it rises. */
  baseLevel: number
  level: number
  deadlineAt: number
  /** Its place by arrival: the lowest goes first. 0 if it has none yet. */
  order: number
  enteredAt: number
  /** Its turn among the groups of its priority while it waits, or 0. */
  turn = 0
  /** Its index in the heap of the deadlines, or -1. */
  deadlineIndex = -1
  /** Until when it waits for a reply of the store, even past its deadline. */
  graceUntil: number | undefined
  /** When it was sent, by the clock of the rules. */
  sentAt = 0
  /** When it was sent, by the clock of this process. */
  leftAt = 0
  /** Where it holds a permit, until its request has ended. */
  sentFrom: PermitSource | undefined
  /** The name by which a store knows it once it has a permit. */
  attemptId: string | undefined
  /** Why it will not be sent. */
  refusal: Refusal | undefined
  #credential: Credential | undefined
  #endpoint: string | undefined
  #isSent = false

  constructor(options: QueuedCallOptions) {
    const { caller, priority, whenLocked, deadlineAt, timeoutMs, group, position } = options
    this.caller = caller
    this.whenLocked = whenLocked
    this.timeoutMs = timeoutMs
    this.isReturning = position !== undefined
    this.group = group
    this.baseLevel = levels[priority]
    this.level = this.baseLevel
    this.deadlineAt = deadlineAt
    this.order = position?.order ?? 0
    this.enteredAt = position?.enteredAt ?? 0
  }

  /** Other callers share it now. While it waits, use `Dispatcher.change`. */
  change({ priority, deadlineAt }: Pick<QueuedCallOptions, 'priority' | 'deadlineAt'>): void {
    this.baseLevel = levels[priority]
    this.deadlineAt = deadlineAt
  }

  /** When it does not wait any more. */
  get expiresAt(): number {
    return Math.max(this.deadlineAt, this.graceUntil ?? Number.NEGATIVE_INFINITY)
  }

  /** The credential with which it was sent, or would be sent now. */
  get credential(): Credential | undefined {
    return this.#isSent ? this.#credential : this.caller.credential
  }

  /** Whether it has its permit. */
  get isSent(): boolean {
    return this.#isSent
  }

  get endpoint(): string {
    return (this.#endpoint ??= this.caller.endpoint)
  }

  /** Returns it as the rules see it once it has risen to `level`. */
  at(level: number): Call {
    const { credentialId, whenLocked, sentAt } = this
    const endpoint = (): string => this.endpoint
    return {
      credentialId,
      whenLocked,
      sentAt,
      level,
      get endpoint() {
        return endpoint()
      },
    }
  }

  get credentialId(): string | undefined {
    return this.credential?.id
  }

  /** Returns its level at `now`. It rises by one for each window that it has waited. */
  levelAt(now: number, windowMs: number): number {
    const level = this.baseLevel - Math.floor((now - this.enteredAt) / windowMs)
    // Divided, an instant at which it rises may count as just before: the timer for it would be set
    // again and again.
    return now < this.risesAt(level - 1, windowMs) ? level : level - 1
  }

  /** Returns when it rises to `level`. */
  risesAt(level: number, windowMs: number): number {
    return this.enteredAt + (this.baseLevel - level) * windowMs
  }

  /** Gives it its permit. */
  leave(now: number, offsetMs: number): void {
    this.#credential = this.caller.credential
    this.#isSent = true
    this.leftAt = now
    this.sentAt = now + offsetMs
  }

  /** Lets its caller send it. */
  go(): void {
    this.caller.settled(this, undefined)
  }

  /** Tells its caller that it will not be sent. */
  refuse(refusal: Refusal): void {
    this.refusal = refusal
    this.caller.settled(this, refusal)
  }
}
