import type { Cancel, Clock } from '../contract/Clock.ts'
import type { BandoState } from './BandoState.ts'
import { tell } from './tell.ts'

/** A state, and the monotonic instant at which time alone will change it. */
export interface View {
  readonly state: BandoState
  readonly changesAt: number
}

export interface StateStoreOptions {
  readonly clock: Clock
  readonly look: () => View
  /**
   * Begins to call `changed` after each change, and returns how to stop. Runs while there are
   * subscribers.
   */
  readonly watch: () => () => void
  readonly onListenerError: (error: unknown) => void
}

/** Subscribers are told no more often than this of what time alone changes. */
const leastTickMs = 16

/** Keeps the snapshot, the same object until something changed, and tells those who subscribed. */
export class StateStore {
  readonly #options: StateStoreOptions
  #stopWatching: (() => void) | undefined
  readonly #listeners = new Set<() => unknown>()
  #view: View
  /**
   * What subscribers were told last. The state may be read between a change and its notification.
   */
  #told: BandoState
  #isStale = false
  #isNotifying = false
  #cancelTick: Cancel | undefined

  constructor(options: StateStoreOptions) {
    this.#options = options
    this.#view = options.look()
    this.#told = this.#view.state
  }

  get state(): BandoState {
    // Without subscribers nothing tells of changes.
    if (!this.#stopWatching || this.#isStale || this.#options.clock.now() >= this.#view.changesAt) {
      const view = this.#options.look()
      this.#view = { ...view, state: keepSame(this.#view.state, view.state) }
      this.#isStale = false
    }
    return this.#view.state
  }

  subscribe(listener: () => void): () => void {
    // Wrapped, so that one function subscribed twice is told twice, and unsubscribes once.
    const entry = (): unknown => listener()
    // What changed before the first subscriber came is not news to it.
    const { state } = this
    if (this.#listeners.size === 0) this.#told = state
    this.#stopWatching ??= this.#options.watch()
    this.#listeners.add(entry)
    this.#tick()
    return () => {
      this.#listeners.delete(entry)
      if (this.#listeners.size === 0) this.#rest()
    }
  }

  /** Something may have changed. Listeners hear of it once, after all that happens in this turn. */
  changed(): void {
    this.#isStale = true
    if (this.#listeners.size === 0 || this.#isNotifying) return
    this.#isNotifying = true
    queueMicrotask(() => this.#notify())
  }

  close(): void {
    this.#listeners.clear()
    this.#rest()
  }

  /**
   * A client without subscribers costs nothing: no change is told to it, and nothing else holds it.
   */
  #rest(): void {
    this.#cancelTick?.()
    this.#stopWatching?.()
    this.#stopWatching = undefined
  }

  #notify(): void {
    this.#isNotifying = false
    const { state } = this
    if (state !== this.#told) {
      this.#told = state
      // A copy: a listener that subscribes again while it is notified has seen this state.
      for (const listener of Array.from(this.#listeners)) {
        if (this.#listeners.has(listener)) tell(listener, this.#options.onListenerError)
      }
    }
    this.#tick()
  }

  /** Looks again when time alone will have changed something. */
  #tick(): void {
    this.#cancelTick?.()
    if (this.#listeners.size === 0 || this.#view.changesAt === Infinity) return
    const delayMs = Math.max(leastTickMs, this.#view.changesAt - this.#options.clock.now())
    this.#cancelTick = this.#options.clock.schedule(() => this.changed(), delayMs, { keepAlive: false })
  }
}

/**
 * `next`, with every part that did not change the same object as before: the whole, where nothing
 * did.
 */
function keepSame(before: BandoState, next: BandoState): BandoState {
  return keepEqual(before, {
    auth: keepEqual(before.auth, next.auth),
    limit: keepEqual(before.limit, next.limit),
    queue: keepEqual(before.queue, next.queue),
  })
}

function keepEqual<Part extends object>(before: Part, next: Part): Part {
  const keys = Object.keys(before) as (keyof Part)[]
  return keys.every((key) => Object.is(before[key], next[key])) ? before : next
}
