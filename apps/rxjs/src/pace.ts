/** How fast a run is, and when it will end. */
export interface Pace {
  readonly perMinute: number
  /** In epoch ms; `undefined` as long as it cannot be told. */
  readonly endsAt: number | undefined
}

/** Reckons from what this run has answered so far; `left` is `undefined` if the length of the list is not known. */
export function pace(answered: number, elapsedMs: number, left: number | undefined, now: number): Pace {
  const perMs = elapsedMs > 0 ? answered / elapsedMs : 0
  const endsAt = left === undefined || perMs === 0 ? undefined : now + left / perMs
  return { perMinute: perMs * 60_000, endsAt }
}
