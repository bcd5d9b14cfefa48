import type * as platform from './platform.ts'
/** A place of its own in this process's memory. */
export interface MemoryStore {
  readonly kind: 'memory'
}

/** What a change makes of a state. */
export interface Change<Result> {
  /** Replaces the state; left out, the state stays as it is. */
  readonly next?: string | undefined
  /** From when on the store may forget `next`, in its time; left out, never. */
  readonly keepUntil?: number | undefined
  readonly result: Result
}

/** What a commit did. */
export interface Committed<Result> {
  readonly result: Result
  /** The store's time of the commit, in ms. */
  readonly at: number
  /** Grows with each replacement of the state; 0 for none yet. */
  readonly version: number
}

/** What a port is given for each commit. */
export interface CommitContext {
  /**
   * The store's time, for a store without a clock of its own. Never before `lastAt`, the time of
   * the last commit. It is the wall's time at first, and monotonic from then on.
   */
  at(lastAt: number): number
  /** Aborted when the commit is not needed any more. A commit that waits then rejects. */
  readonly signal: platform.AbortSignal
  /** Told when what was stored is damaged, and in which place it is kept. */
  onDamage(place: string): void
}

/** The last commit of a member whose process or thread ends. */
export interface LastCommit {
  /** As for `commit`. What it results in is not needed. */
  readonly change: (state: string | undefined, at: number, version: number) => Change<unknown>
  readonly context: Pick<CommitContext, 'at'>
}

/**
 * Port: keeps one text for each key, for members that cannot see each other: processes, tabs, or
 * one that is started again. The token is never in a text.
 */
export interface StorePort {
  /**
   * Runs `change` on the text of `key`, and replaces the text by `next` before any other member
   * reads it. `change` has no effect of its own, so that it may run again: only the last run
   * counts. Rejects if the text was not replaced. If that is unknown, it rejects, or runs `change`
   * again on what is stored then. A change without `next` may have run on a text that is up to a
   * second old, if the port hears of the replacements of others.
   */
  commit<Result>(
    key: string,
    change: (state: string | undefined, at: number, version: number) => Change<Result>,
    context: CommitContext,
  ): Promise<Committed<Result>>
  /**
   * Calls `listener` soon after another member has replaced the text, and now and then without a
   * reason; returns how to stop. Unless a call waits for news (`isWaiting`), no handle may keep the
   * process running, and half a second is soon enough.
   */
  watch(key: string, listener: () => void, options: { readonly isWaiting: boolean }): () => void
  /**
   * Makes a last commit when the process or thread ends by itself, by `process.exit` or by an
   * exception, if `last` gives one. It must be done at once: the event loop has stopped. Returns
   * how to stop. Only with it, permits of a limit below 1000 are held for calls to come, and the
   * ends of requests written later for a limit below 10 000: both would be lost otherwise.
   */
  onExit?(key: string, last: () => LastCommit | undefined): () => void
}

/** How clients use a store that several processes or tabs share. */
export interface StoreOptions {
  /**
   * What calls do while the store fails, once its permits on lease are used. `wait`: they wait as
   * long as `maxWaitMs` allows, and then fail with a `BandoStoreError`. `fail`: they fail with it
   * at once. @defaultValue 'wait'
   */
  readonly onOutage?: 'wait' | 'fail' | undefined
  /**
   * Part of the limit that each member may spend while the store fails, from 0 to below 1. The
   * store sets it aside for the member, and no other call gets it. With a token two members at most
   * have one, and spend it as long as the token is verified. @defaultValue 0
   */
  readonly outageShare?: number | undefined
}

/**
 * A store that several processes or tabs share. Made by `fileStore`, `webStore`, or `defineStore`
 * of `@bando/core/store`.
 */
export interface SharedStore {
  readonly kind: 'shared'
  readonly port: StorePort
  /** Makes the clients of an origin members of the store. @internal */
  readonly join: (host: never) => object
}

/** Where clients keep the budget and the credential statuses that they share. */
export type Store = MemoryStore | SharedStore
