import type { BandoEventName, BandoEvents } from './events.ts'
import { tell } from './tell.ts'

type Listener = (event: never) => unknown

/** A channel to which each event of one name goes, beside the listeners. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

export type Channels = Readonly<Record<BandoEventName, Channel>>

/**
 * Notifies listeners of events, in the order in which they were added. One that fails is reported,
 * and the others are notified.
 */
export class Emitter {
  readonly #listeners = new Map<BandoEventName, Set<Listener>>()
  readonly #onListenerError: (error: unknown) => void
  readonly #channels: Channels | undefined
  #requests = 0

  constructor(onListenerError: (error: unknown) => void, channels?: Channels) {
    this.#onListenerError = onListenerError
    this.#channels = channels
  }

  /** Returns a number for a request that is sent. */
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

  /** Whether an event of that name would reach a listener or a channel. */
  wants(name: BandoEventName): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0 || this.#channels?.[name].hasSubscribers === true
  }

  /** Notifies of an event. It is built only if it is wanted. */
  emit<Name extends BandoEventName>(name: Name, build: () => BandoEvents[Name]): void {
    if (!this.wants(name)) return
    const event = build()
    const listeners = this.#listeners.get(name)
    // A copy: a listener that unsubscribes and subscribes again while it is notified is not
    // notified of this one twice.
    for (const listener of Array.from(listeners ?? [])) {
      if (!listeners?.has(listener)) continue
      tell(() => (listener as (event: BandoEvents[Name]) => unknown)(event), this.#onListenerError)
    }
    const channel = this.#channels?.[name]
    // A caller's keys are the caller's own objects. A subscriber of the process must not see them.
    if (channel?.hasSubscribers) channel.publish('keys' in event ? { ...event, keys: [] } : event)
  }

  close(): void {
    this.#listeners.clear()
  }
}
