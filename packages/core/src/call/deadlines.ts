import type { Journey, Passenger } from './CallState.ts'

/** The last instant at which `passenger` goes along with a wait that began at `since`. */
export function waitsUntil({ waitedMs }: Journey, passenger: Passenger, since: number): number {
  const { terms, waitedBeforeMs, deadlineAt } = passenger
  return Math.min(deadlineAt, since + terms.maxWaitMs - (waitedMs - waitedBeforeMs))
}

/** When the first of them has waited enough. */
export function firstWaitsUntil(journey: Journey, since: number): number {
  let first = Infinity
  for (const passenger of journey.passengers) first = Math.min(first, waitsUntil(journey, passenger, since))
  return first
}

export interface Pause {
  readonly now: number
  readonly delayMs: number
  /** How much of it the API asked for: a wait like any other (P8). */
  readonly askedMs: number
}

/** Whether `passenger` has the time for a pause, and the patience for what the API asked for. */
export function outlasts(journey: Journey, passenger: Passenger, { now, delayMs, askedMs }: Pause): boolean {
  if (now + delayMs > passenger.deadlineAt) return false
  return askedMs === 0 || now + askedMs <= waitsUntil(journey, passenger, now)
}
