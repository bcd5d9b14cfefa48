import type { BandoEventName, BandoEvents } from './events.ts'

type Listener = (event: never) => void

/** Tells listeners of events, in the order in which they came to listen. One that throws is reported, and hurts nobody. */
export class Emitter {
  readonly #listeners = new Map<BandoEventName, Set<Listener>>()
  readonly #onListenerError: (error: unknown) => void

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError
  }

  on<Name extends BandoEventName>(name: Name, listener: (event: BandoEvents[Name]) => void): () => void {
    const entry: Listener = (event: BandoEvents[Name]) => listener(event)
    const listeners = this.#listeners.get(name) ?? new Set()
    listeners.add(entry)
    this.#listeners.set(name, listeners)
    return () => listeners.delete(entry)
  }

  emit<Name extends BandoEventName>(name: Name, event: BandoEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        ;(listener as (event: BandoEvents[Name]) => void)(event)
      } catch (error) {
        this.#onListenerError(error)
      }
    }
  }

  close(): void {
    this.#listeners.clear()
  }
}
