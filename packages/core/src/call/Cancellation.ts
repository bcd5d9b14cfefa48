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
   * thrown.
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

  *[Symbol.iterator](): Iterator<Member> {
    if (this.#all) yield* this.#all
    else if (this.#only !== undefined) yield this.#only
  }
}

/** The listener of a signal. */
class AbortListener {
  readonly cancellations = new SmallSet<Cancellation>()
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  handleEvent(): void {
    for (const each of this.cancellations) each.cancel(this.#signal.reason)
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
    let listener = this.#listeners.get(signal)
    if (listener === undefined) {
      listener = new AbortListener(signal)
      signal.addEventListener('abort', listener, { once: true })
      this.#listeners.set(signal, listener)
    }
    listener.cancellations.add(cancellation)
  }

  delete(signal: AbortSignal, cancellation: Cancellation): void {
    const listener = this.#listeners.get(signal)
    if (listener === undefined) return
    listener.cancellations.delete(cancellation)
    if (listener.cancellations.size > 0) return
    signal.removeEventListener('abort', listener)
    this.#listeners.delete(signal)
  }
}
