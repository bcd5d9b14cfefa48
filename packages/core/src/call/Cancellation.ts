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

interface Entry {
  readonly cancelled: Set<Cancellation>
  readonly listener: () => void
}

/**
 * Cancels when a signal aborts. Each signal has one listener, however many wait, and none if none
 * waits.
 */
export class AbortHub {
  readonly #entries = new WeakMap<AbortSignal, Entry>()

  /** Cancels `cancellation` with the reason of `signal` when that aborts. */
  add(signal: AbortSignal, cancellation: Cancellation): void {
    const entry = this.#entries.get(signal) ?? this.#listen(signal)
    entry.cancelled.add(cancellation)
  }

  delete(signal: AbortSignal, cancellation: Cancellation): void {
    const entry = this.#entries.get(signal)
    if (!entry?.cancelled.delete(cancellation) || entry.cancelled.size > 0) return
    signal.removeEventListener('abort', entry.listener)
    this.#entries.delete(signal)
  }

  #listen(signal: AbortSignal): Entry {
    const cancelled = new Set<Cancellation>()
    const listener = (): void => {
      for (const each of cancelled) each.cancel(signal.reason)
    }
    signal.addEventListener('abort', listener, { once: true })
    const entry = { cancelled, listener }
    this.#entries.set(signal, entry)
    return entry
  }
}
