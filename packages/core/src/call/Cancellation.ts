/**
 * Cancels what one caller, one call or one attempt waits for. Most are never used, so it costs less
 * than an `AbortController`.
 */
export class Cancellation {
  /** Runs when it is cancelled, until another takes its place. */
  onCancel: (() => void) | undefined
  isCancelled = false
  reason: unknown

  cancel(reason: unknown): void {
    if (this.isCancelled) return
    this.isCancelled = true
    this.reason = reason
    this.cancelled()
  }

  protected cancelled(): void {
    this.onCancel?.()
  }

  throwIfCancelled(): void {
    if (this.isCancelled) throw this.reason
  }

  /**
   * Returns `promise`, unless it is cancelled first: then `onCancel` runs, and the reason is
   * thrown. Takes the place of what ran on cancelling before.
   */
  race<Value>(promise: Promise<Value>, onCancel?: () => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.onCancel = () => {
        onCancel?.()
        reject(this.reason)
      }
      promise.then(resolve, reject)
      if (this.isCancelled) this.onCancel()
    })
  }
}

/** A set that takes little memory while it has one member, as most have. */
export class SmallSet<Member> {
  #only: Member | undefined
  #all: Set<Member> | undefined

  get size(): number {
    return this.#all?.size ?? (this.#only === undefined ? 0 : 1)
  }

  add(member: Member): void {
    if (this.#all) this.#all.add(member)
    else if (this.#only === undefined) this.#only = member
    else this.#all = new Set([this.#only, member])
  }

  delete(member: Member): void {
    this.#all?.delete(member)
    if (this.#only === member) this.#only = undefined
  }

  [Symbol.iterator](): Iterator<Member> {
    const members = this.#all ?? (this.#only === undefined ? [] : [this.#only])
    return members[Symbol.iterator]()
  }
}

/** The listener of a signal, among those of all signals. */
class AbortListener {
  readonly cancellations = new SmallSet<Cancellation>()
  readonly #signal: AbortSignal
  readonly #all: Map<AbortSignal, AbortListener>

  constructor(signal: AbortSignal, all: Map<AbortSignal, AbortListener>) {
    this.#signal = signal
    this.#all = all
    signal.addEventListener('abort', this, { once: true })
    all.set(signal, this)
  }

  handleEvent(): void {
    this.#all.delete(this.#signal)
    for (const each of this.cancellations) each.cancel(this.#signal.reason)
  }

  delete(cancellation: Cancellation): void {
    this.cancellations.delete(cancellation)
    if (this.cancellations.size > 0) return
    this.#signal.removeEventListener('abort', this)
    this.#all.delete(this.#signal)
  }
}

/**
 * Cancels when a signal aborts. Each signal has one listener, however many wait, and none if none
 * waits.
 */
export class AbortHub {
  readonly #listeners = new Map<AbortSignal, AbortListener>()

  /** Cancels `cancellation` with the reason of `signal` when that aborts. */
  add(signal: AbortSignal, cancellation: Cancellation): void {
    const listener = this.#listeners.get(signal) ?? new AbortListener(signal, this.#listeners)
    listener.cancellations.add(cancellation)
  }

  delete(signal: AbortSignal, cancellation: Cancellation): void {
    this.#listeners.get(signal)?.delete(cancellation)
  }
}
