/** How fast a run is, and when it will end. */
export interface Pace {
  readonly perMinute: number
  /** Epoch ms, or `undefined` if it cannot be estimated. */
  readonly endsAt: number | undefined
}

/**
 * Estimates the end from the results of this run. `left` is `undefined` if the length of the list
 * is unknown.
 */
export function pace(answered: number, elapsedMs: number, left: number | undefined, now: number): Pace {
  const perMs = elapsedMs > 0 ? answered / elapsedMs : 0
  const endsAt = left === undefined || perMs === 0 ? undefined : now + left / perMs
  return { perMinute: perMs * 60_000, endsAt }
}
