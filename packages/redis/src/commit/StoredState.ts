/** A state as Redis keeps it. */
export interface StoredState {
  /** Names the commit that wrote it; '' if nothing is stored. */
  readonly stamp: string
  readonly version: number
  /** When it was written, as its member reckoned. */
  readonly at: number
  /** When it was known to be stored, by the server's clock. */
  readonly knownAt: number
  readonly text: string | undefined
}

/** Whether `one` was stored after `other`. Versions begin anew if the server has lost its data. */
export function isNewer(one: StoredState, other: StoredState): boolean {
  return one.knownAt > other.knownAt || (one.knownAt === other.knownAt && one.version > other.version)
}
