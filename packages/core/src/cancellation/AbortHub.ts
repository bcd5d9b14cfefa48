import type { Cancellation } from './Cancellation.ts'
import { SmallSet } from './SmallSet.ts'

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
