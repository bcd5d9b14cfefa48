import type { Limit } from '../contract/Limit.ts'

interface Share {
  pending: number
  /** When each permit comes free, in order. */
  freeAt: number[]
}

/** What is left for one user. Instants are those of the clock that the caller reads. */
export interface ShareState extends Limit {
  readonly remaining: number
  /** When the next permit comes free, or `undefined` if none is held. */
  readonly resetsAt: number | undefined
}

/** A user's right to one call. */
export interface UserPermit {
  /** The call has ended. If nothing was sent for it, it costs nothing. */
  end(wasSent: boolean): void
}

/** Counts what each user has under way and has spent. A user with neither is forgotten. */
export class UserShares {
  readonly #limit: Limit | undefined
  readonly #maxPending: number
  readonly #shares = new Map<string | undefined, Share>()
  #sweepAt = Number.NEGATIVE_INFINITY

  constructor(limit: Limit | undefined, maxPending: number) {
    this.#limit = limit
    this.#maxPending = maxPending
  }

  /** How many users are remembered. */
  get size(): number {
    return this.#shares.size
  }

  /**
   * Returns a permit, or when to try again: an instant, or `undefined` if a call of the user has to
   * end first.
   */
  take(user: string | undefined, now: number): UserPermit | { readonly retryAt: number | undefined } {
    const share = this.#at(user, now)
    if (share.pending >= this.#maxPending) return { retryAt: undefined }
    const limit = this.#limit
    if (limit && share.freeAt.length >= limit.requests) return { retryAt: share.freeAt[0] }
    this.#shares.set(user, share)
    share.pending += 1
    // Held as if it were sent now: the account's own budget counts from the response on, and bounds
    // the sum.
    const heldUntil = limit ? now + limit.windowMs : undefined
    if (heldUntil !== undefined) share.freeAt.push(heldUntil)
    return {
      end: (wasSent) => {
        share.pending -= 1
        if (!wasSent && heldUntil !== undefined) share.freeAt.splice(share.freeAt.indexOf(heldUntil), 1)
        this.#forgetIfEmpty(user, share)
      },
    }
  }

  /** Returns what is left for `user`, or `undefined` if users have no limit of their own. */
  state(user: string | undefined, now: number): ShareState | undefined {
    if (this.#limit === undefined) return undefined
    const { freeAt } = this.#at(user, now)
    return {
      ...this.#limit,
      remaining: Math.max(0, this.#limit.requests - freeAt.length),
      resetsAt: freeAt[0],
    }
  }

  #at(user: string | undefined, now: number): Share {
    if (now >= this.#sweepAt) this.#sweep(now)
    const share = this.#shares.get(user) ?? { pending: 0, freeAt: [] }
    share.freeAt = share.freeAt.filter((at) => at > now)
    return share
  }

  /** Forgets, once a window, the users who hold nothing any more. */
  #sweep(now: number): void {
    this.#sweepAt = now + (this.#limit?.windowMs ?? 0)
    for (const [user, share] of this.#shares) {
      share.freeAt = share.freeAt.filter((at) => at > now)
      this.#forgetIfEmpty(user, share)
    }
  }

  #forgetIfEmpty(user: string | undefined, { pending, freeAt }: Share): void {
    if (pending === 0 && freeAt.length === 0) this.#shares.delete(user)
  }
}
