import type { BandoEventName, BandoEvents } from './events.ts'
import { tell } from './tell.ts'

interface Listener {
  readonly listen: (event: never) => unknown
  /** Whether it hears only of the first of the calls that wait. */
  readonly isOfFirst: boolean
}

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

  on<Name extends BandoEventName>(
    name: Name,
    listen: (event: BandoEvents[Name]) => void,
    isOfFirst = false,
  ): () => void {
    const listener: Listener = { listen, isOfFirst }
    const listeners = this.#listeners.get(name) ?? new Set()
    listeners.add(listener)
    this.#listeners.set(name, listeners)
    return () => listeners.delete(listener)
  }

  /** Whether an event of that name would reach a listener or a channel. */
  wants(name: BandoEventName, isFirst = true): boolean {
    const listeners = this.#listeners.get(name)
    if (listeners) for (const { isOfFirst } of listeners) if (isFirst || !isOfFirst) return true
    return this.#channels?.[name].hasSubscribers === true
  }

  /**
   * Notifies of an event. It is built only if it is wanted. `isFirst`: whether it is of the first
   * of the calls that wait.
   */
  emit<Name extends BandoEventName>(name: Name, build: () => BandoEvents[Name], isFirst = true): void {
    if (!this.wants(name, isFirst)) return
    const event = build()
    const listeners = this.#listeners.get(name)
    // A copy: a listener that unsubscribes and subscribes again while it is notified is not
    // notified of this one twice.
    for (const listener of Array.from(listeners ?? [])) {
      if (!listeners?.has(listener) || (listener.isOfFirst && !isFirst)) continue
      tell(() => (listener.listen as (event: BandoEvents[Name]) => unknown)(event), this.#onListenerError)
    }
    const channel = this.#channels?.[name]
    // A caller's keys are the caller's own objects. A subscriber of the process must not see them.
    if (channel?.hasSubscribers) channel.publish('keys' in event ? { ...event, keys: [] } : event)
  }

  close(): void {
    this.#listeners.clear()
  }
}
