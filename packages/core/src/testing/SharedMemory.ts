import type {
  Change,
  CommitContext,
  Committed,
  SharedStore,
  StoreOptions,
  StorePort,
} from '../contract/Store.ts'
import { defineStore } from '../store/defineStore.ts'

interface Entry {
  readonly text: string
  readonly version: number
  readonly at: number
}

type Listener = (key: string) => void

/**
 * A disk that is a map. Members on one share, each with a store of its own, as processes would; it
 * fails when told to.
 */
export class SharedMemory {
  /** Thrown instead of reading, or of writing, until it is taken away. */
  failure: { readonly at: 'read' | 'write'; readonly error: Error } | undefined
  /** Commits that have written, and the bytes that they wrote. */
  readonly written = { commits: 0, bytes: 0 }
  readonly #entries = new Map<string, Entry>()
  readonly #listeners = new Set<Listener>()
  #last: Promise<unknown> = Promise.resolve()

  /** Returns the store of one more member. */
  member(options?: StoreOptions): SharedStore {
    return defineStore(this.port(), options)
  }

  /** What the store of one more member is made of. */
  port(): StorePort {
    const own = new Set<Listener>()
    return {
      commit: <Result>(
        key: string,
        change: (state: string | undefined, at: number, version: number) => Change<Result>,
        context: CommitContext,
      ) => {
        const done = this.#last.then(() => this.#commit(key, change, { context, own }))
        this.#last = done.catch(() => {})
        return done
      },
      watch: (key, listener) => {
        const told = (changed: string): void => {
          if (changed === key) listener()
        }
        own.add(told)
        this.#listeners.add(told)
        return () => {
          own.delete(told)
          this.#listeners.delete(told)
        }
      },
    }
  }

  /** What is kept, by key. */
  get texts(): ReadonlyMap<string, string> {
    return new Map([...this.#entries].map(([key, { text }]) => [key, text]))
  }

  /**
   * Replaces what is kept, as an accident does; `undefined` loses it.
   * @param version
   * @defaultValue as it is
   */
  damage(key: string, text: string | undefined, version = this.#entries.get(key)?.version ?? 0): void {
    const at = this.#entries.get(key)?.at ?? 0
    if (text === undefined) this.#entries.delete(key)
    else this.#entries.set(key, { text, version, at })
    this.#tell(key)
  }

  #commit<Result>(
    key: string,
    change: (state: string | undefined, at: number, version: number) => Change<Result>,
    { context, own }: { readonly context: CommitContext; readonly own: ReadonlySet<Listener> },
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
    this.#tell(key, own)
    return { result, at, version }
  }

  /** Tells all but the member that has written. */
  #tell(key: string, own: ReadonlySet<Listener> = new Set()): void {
    for (const listener of this.#listeners) if (!own.has(listener)) listener(key)
  }
}
