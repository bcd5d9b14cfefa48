/** Values that are taken one by one. */
export interface Supply<Value> {
  /** Whether no value is left, and none will come. */
  readonly isSpent: boolean
  /** Whether a value should be taken only when its request can be sent at once: a newer one may replace it until then. */
  readonly isPerishable: boolean
  /** Begins. `changed` is called when there is a value to take, or none will come any more; `fail` when the source failed. */
  open(changed: () => void, fail: (error: unknown) => void): void
  /** Takes the next value. Returns `undefined` if there is none now. */
  take(): { readonly value: Value } | undefined
  /** Makes room after everything was taken that could be. */
  trim(): void
  /** Ends, and lets go of the source. */
  close(): void
}
