/** Undoes a `schedule`; calling it again, or after the callback ran, does nothing. */
export type Cancel = () => void

/** Port: time and timers together, so that tests move both by hand. */
export interface Clock {
  /** Milliseconds that never run backwards. Only differences mean anything. */
  now(): number
  /** Epoch milliseconds as the wall shows them; may jump either way. */
  epoch(): number
  /**
   * Runs `callback` once, `delayMs` from now, however long that is. Only `keepAlive` timers keep a
   * process running.
   */
  schedule(callback: () => void, delayMs: number, options: { readonly keepAlive: boolean }): Cancel
}
