import type { Credential } from '../contract/Credential.ts'
import type { Call, Priority, WhenLocked } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'

const levels = { high: 0, normal: 1, low: 2 } as const

export function isMoreUrgent(one: Priority, other: Priority): boolean {
  return levels[one] < levels[other]
}

/** Whoever made the call; asked when it leaves, since a credential may change while it waits. */
export interface Caller {
  /** The client, so that its calls can be told from those of others in the same line. */
  readonly owner: object
  readonly credential: Credential | undefined
  /** Told when it takes a place in the line. */
  waits?(): void
}

/** When a call came, and after whom: kept when it comes back into the line, or goes to another. */
export interface QueuePosition {
  readonly order: number
  readonly enteredAt: number
}

export interface QueuedCallOptions {
  readonly caller: Caller
  readonly priority: Priority
  readonly whenLocked: WhenLocked
  /** Instant past which it must not wait; Infinity: as long as it takes. */
  readonly deadlineAt: number
  /** How long it is waited for once it has left, in ms. */
  readonly timeoutMs: number
  /** Calls of one group take turns with those of others. @defaultValue a group of its own */
  readonly group?: unknown
  /** Computes the hash of its method and path. @defaultValue one that all such calls share */
  readonly endpoint?: (() => string) | undefined
  /** Where it stood before. @defaultValue it is new */
  readonly position?: QueuePosition | undefined
}

/** One attempt on its way: first waiting in the line, then, once it has left, holding a permit. */
export class QueuedCall implements Call {
  readonly caller: Caller
  readonly whenLocked: WhenLocked
  readonly timeoutMs: number
  /** Whether it waited before, and keeps its place. */
  readonly isReturning: boolean
  /** The list it stands in. */
  baseLevel: number
  level: number
  /** Place by arrival: the lower goes first; 0: it has none yet. */
  order: number
  enteredAt: number
  readonly group: unknown
  /** Its turn among the groups of its priority while it waits, or 0. */
  turn = 0
  /** When it left, by the clock of the rules. */
  sentAt = 0
  readonly #computeEndpoint: () => string
  #endpoint: string | undefined
  /** When it left, by the clock of this process. */
  leftAt = 0
  deadlineAt: number
  /** Until when it waits for a reply of the store, even past its deadline. */
  graceUntil = Number.NEGATIVE_INFINITY
  /** Whether the store had time to reply after its deadline. */
  hadGrace = false
  /** What a store knows it by, once it has a permit. */
  attemptId: string | undefined
  #credential: Credential | undefined
  /** Whether its caller has gone away. */
  isWithdrawn = false
  #isSent = false
  #hasGone = false
  #refusal: Refusal | undefined
  #settle: ((outcome: Refusal | undefined) => void) | undefined

  /** The line's own: neighbours in its queue, and its place among the deadlines. */
  previous: QueuedCall | undefined
  next: QueuedCall | undefined
  deadlineIndex = -1

  constructor(options: QueuedCallOptions) {
    const { caller, priority, whenLocked, deadlineAt, timeoutMs, group, endpoint, position } = options
    this.caller = caller
    this.baseLevel = levels[priority]
    this.level = this.baseLevel
    this.whenLocked = whenLocked
    this.#computeEndpoint = endpoint ?? (() => '')
    this.deadlineAt = deadlineAt
    this.timeoutMs = timeoutMs
    this.isReturning = position !== undefined
    this.order = position?.order ?? 0
    this.enteredAt = position?.enteredAt ?? 0
    this.group = group
  }

  /** Other callers share it now. Not while it stands in a line: that is for `Dispatcher.change`. */
  change({ priority, deadlineAt }: Pick<QueuedCallOptions, 'priority' | 'deadlineAt'>): void {
    this.baseLevel = levels[priority]
    this.deadlineAt = deadlineAt
  }

  /** When it does not wait any more. */
  get expiresAt(): number {
    return Math.max(this.deadlineAt, this.graceUntil)
  }

  /** What it left with; before that, what it would leave with. */
  get credential(): Credential | undefined {
    return this.#isSent ? this.#credential : this.caller.credential
  }

  /** Whether it is, or may be, on the wire. */
  get hasGone(): boolean {
    return this.#hasGone
  }

  get endpoint(): string {
    this.#endpoint ??= this.#computeEndpoint()
    return this.#endpoint
  }

  /** How the rules see it once it has risen to `level`. */
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

  /** Its level, having risen by one for each window it has waited. */
  levelAt(now: number, windowMs: number): number {
    const level = this.baseLevel - Math.floor((now - this.enteredAt) / windowMs)
    // Divided, an instant at which it rises may count as just before: the timer for it would be set again and again.
    return now < this.risesAt(level - 1, windowMs) ? level : level - 1
  }

  /** When it rises to `level`. */
  risesAt(level: number, windowMs: number): number {
    return this.enteredAt + (this.baseLevel - level) * windowMs
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
  leave(now: number, offsetMs = 0): void {
    this.#credential = this.caller.credential
    this.#isSent = true
    this.leftAt = now
    this.sentAt = now + offsetMs
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
