import type { Change, CommitContext, Committed, SharedStore, StorePort } from '../contract/Store.ts'
import { defineStore } from '../store/defineStore.ts'

interface Entry {
  readonly text: string
  readonly version: number
  readonly at: number
}

/** A disk that is a map. Members on one share, each with a store of its own, as processes would; it fails when told to. */
export class SharedMemory {
  /** Thrown instead of reading, or of writing, until it is taken away. */
  failure: { readonly at: 'read' | 'write'; readonly error: Error } | undefined
  /** Commits that have written, and the bytes that they wrote. */
  readonly written = { commits: 0, bytes: 0 }
  readonly #entries = new Map<string, Entry>()
  readonly #listeners = new Map<string, Set<() => void>>()
  #last: Promise<unknown> = Promise.resolve()

  /** The store of one more member. */
  member(): SharedStore {
    return defineStore(this.port())
  }

  /** What the store of one more member is made of. */
  port(): StorePort {
    return {
      commit: <Result>(
        key: string,
        change: (state: string | undefined, at: number, version: number) => Change<Result>,
        context: CommitContext,
      ) => {
        const done = this.#last.then(() => this.#commit(key, change, context))
        this.#last = done.catch(() => {})
        return done
      },
      watch: (key, listener) => {
        const listeners = this.#listeners.get(key) ?? new Set()
        this.#listeners.set(key, listeners.add(listener))
        return () => listeners.delete(listener)
      },
    }
  }

  /** What is kept, by key. */
  get texts(): ReadonlyMap<string, string> {
    return new Map([...this.#entries].map(([key, { text }]) => [key, text]))
  }

  /** Replaces what is kept, as an accident does; `undefined` loses it. @param version @defaultValue as it is */
  damage(key: string, text: string | undefined, version = this.#entries.get(key)?.version ?? 0): void {
    const at = this.#entries.get(key)?.at ?? 0
    if (text === undefined) this.#entries.delete(key)
    else this.#entries.set(key, { text, version, at })
    this.#tell(key)
  }

  #commit<Result>(
    key: string,
    change: (state: string | undefined, at: number, version: number) => Change<Result>,
    context: CommitContext,
  ): Committed<Result> {
    context.signal.throwIfAborted()
    if (this.failure?.at === 'read') throw this.failure.error
    const entry = this.#entries.get(key)
    const at = context.at(entry?.at ?? 0)
    const { next, result } = change(entry?.text, at, entry?.version ?? 0)
    if (next === undefined) return { result, at, version: entry?.version ?? 0 }
    if (this.failure) throw this.failure.error
    const version = (entry?.version ?? 0) + 1
    this.#entries.set(key, { text: next, version, at })
    this.written.commits += 1
    this.written.bytes += next.length
    this.#tell(key)
    return { result, at, version }
  }

  #tell(key: string): void {
    for (const listener of this.#listeners.get(key) ?? []) listener()
  }
}
