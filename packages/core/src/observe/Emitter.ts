import type { BandoEventName, BandoEvents } from './events.ts'
import { tell } from './tell.ts'

type Listener = (event: never) => unknown

/** Where every event goes besides, whoever listens. */
export type Publish = <Name extends BandoEventName>(name: Name, event: BandoEvents[Name]) => void

/** Tells listeners of events, in the order in which they came to listen. One that fails is reported, and hurts nobody. */
export class Emitter {
  readonly #listeners = new Map<BandoEventName, Set<Listener>>()
  readonly #onListenerError: (error: unknown) => void
  readonly #publish: Publish | undefined
  #requests = 0

  constructor(onListenerError: (error: unknown) => void, publish?: Publish) {
    this.#onListenerError = onListenerError
    this.#publish = publish
  }

  /** A name for a request that leaves. */
  nextId(): number {
    this.#requests += 1
    return this.#requests
  }

  on<Name extends BandoEventName>(name: Name, listener: (event: BandoEvents[Name]) => void): () => void {
    const entry: Listener = (event: BandoEvents[Name]) => listener(event)
    const listeners = this.#listeners.get(name) ?? new Set()
    listeners.add(entry)
    this.#listeners.set(name, listeners)
    return () => listeners.delete(entry)
  }

  emit<Name extends BandoEventName>(name: Name, event: BandoEvents[Name]): void {
    const listeners = this.#listeners.get(name)
    // A copy: whoever stops and listens anew while it is told is not told of this one twice.
    for (const listener of Array.from(listeners ?? [])) {
      if (!listeners?.has(listener)) continue
      tell(() => (listener as (event: BandoEvents[Name]) => unknown)(event), this.#onListenerError)
    }
    this.#publish?.(name, event)
  }

  close(): void {
    this.#listeners.clear()
  }
}
