/** A place of its own in this process's memory. */
export interface MemoryStore {
  readonly kind: 'memory'
}

/**
 * Port: keeps one text for each key, for members that cannot see each other: processes, tabs, or one that is started again.
 * What the texts say is the client's own affair; the token is never in them.
 */
export interface SharedStore {
  readonly kind: 'shared'
  /**
   * Calls `change` once with the text of `key`, while no other member does, and replaces the text by what it returns before
   * any other reads it; `undefined` leaves it as it is. Resolves when that is done, and rejects when it is not.
   */
  transact(key: string, change: (text: string | undefined) => string | undefined): Promise<void>
  /** Calls `listener` soon after another member has replaced the text, and now and then for nothing; returns how to stop. */
  watch(key: string, listener: () => void): () => void
  /** Keeps a text that made no sense where a person can look at it; gives the place. */
  setAside(key: string, text: string): Promise<string>
}

/** Where clients keep the budget and the verdicts that they share. */
export type Store = MemoryStore | SharedStore
