import type { SharedStore } from '../contract/Store.ts'

/** A disk that is a map. Members on one share, each with a store of its own, as processes would; it fails when told to. */
export class SharedMemory {
  readonly texts = new Map<string, string>()
  /** Thrown instead of reading, or of writing, until it is taken away. */
  failure: { readonly at: 'read' | 'write'; readonly error: Error } | undefined
  readonly #listeners = new Map<string, Set<() => void>>()
  #last: Promise<void> = Promise.resolve()

  /** The store of one more member. */
  member(): SharedStore {
    return {
      kind: 'shared',
      transact: (key, change) => {
        const done = this.#last.then(() => this.#transact(key, change))
        this.#last = done.catch(() => {})
        return done
      },
      watch: (key, listener) => {
        const listeners = this.#listeners.get(key) ?? new Set()
        this.#listeners.set(key, listeners.add(listener))
        return () => listeners.delete(listener)
      },
      setAside: (key, text) => {
        const place = `${key} damaged`
        this.texts.set(place, text)
        return Promise.resolve(place)
      },
    }
  }

  #transact(key: string, change: (text: string | undefined) => string | undefined): void {
    if (this.failure?.at === 'read') throw this.failure.error
    const next = change(this.texts.get(key))
    if (next === undefined) return
    if (this.failure) throw this.failure.error
    this.texts.set(key, next)
    for (const listener of this.#listeners.get(key) ?? []) listener()
  }
}
