interface Entry {
  readonly callbacks: Set<() => void>
  readonly listener: () => void
}

/** One listener for each signal, however many wait for it; none is left when nobody does. */
export class AbortHub {
  readonly #entries = new WeakMap<AbortSignal, Entry>()

  /** Calls `callback` when `signal` aborts; returns how to stop. */
  add(signal: AbortSignal, callback: () => void): () => void {
    const entry = this.#entries.get(signal) ?? this.#listen(signal)
    entry.callbacks.add(callback)
    return () => {
      if (!entry.callbacks.delete(callback) || entry.callbacks.size > 0) return
      signal.removeEventListener('abort', entry.listener)
      this.#entries.delete(signal)
    }
  }

  /** `promise`, unless one of `signals` aborts first: then `onAbort` is called, and that signal's reason thrown. */
  race<Value>(promise: Promise<Value>, signals: readonly AbortSignal[], onAbort: () => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      const abort = (signal: AbortSignal): void => {
        // Whoever has left waits for nothing: the promise may never be settled.
        stop()
        onAbort()
        reject(signal.reason as Error)
      }
      const stops: (() => void)[] = []
      // Nobody is told of an abort once it is settled: what happens then is up to whoever goes on.
      const stop = (): void => {
        for (const each of stops) each()
      }
      const aborted = signals.find((signal) => signal.aborted)
      if (aborted) abort(aborted)
      else for (const signal of signals) stops.push(this.add(signal, () => abort(signal)))
      void promise.finally(stop).then(resolve, reject)
    })
  }

  #listen(signal: AbortSignal): Entry {
    const callbacks = new Set<() => void>()
    const listener = (): void => {
      for (const callback of callbacks) callback()
    }
    signal.addEventListener('abort', listener, { once: true })
    const entry = { callbacks, listener }
    this.#entries.set(signal, entry)
    return entry
  }
}
