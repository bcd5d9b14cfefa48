/** Values that are taken one by one. */
export interface Supply<Value> {
  /** Whether all values were taken and no more will come. */
  readonly isSpent: boolean
  /**
   * Whether a value should be taken only when its request can be sent at once, because a newer
   * value may replace it.
   */
  readonly isPerishable: boolean
  /**
   * Starts. Calls `changed` when there is a value to take or the end is reached, and `fail` when
   * the source fails.
   */
  open(changed: () => void, fail: (error: unknown) => void): void
  /** Takes the next value, or returns `undefined` if there is none now. */
  take(): { readonly value: Value } | undefined
  /** Applies the bound after all possible values were taken. */
  trim(): void
  /** Stops and releases the source. */
  close(): void
}
