import type { CallState, Subscriber } from './CallState.ts'

/** The last instant at which `subscriber` goes along with a wait that began at `since`. */
export function waitsUntil({ waitedMs }: CallState, subscriber: Subscriber, since: number): number {
  const { terms, waitedBeforeMs, deadlineAt } = subscriber
  return Math.min(deadlineAt, since + terms.maxWaitMs - (waitedMs - waitedBeforeMs))
}

/** When the first of them has waited enough. */
export function firstWaitsUntil(call: CallState, since: number): number {
  let first = Infinity
  for (const subscriber of call.subscribers) first = Math.min(first, waitsUntil(call, subscriber, since))
  return first
}

export interface Pause {
  readonly now: number
  readonly delayMs: number
  /** How much of it the API asked for: a wait like any other (P8). */
  readonly askedMs: number
}

/** Whether `subscriber` has the time for a pause, and the patience for what the API asked for. */
export function outlasts(call: CallState, subscriber: Subscriber, { now, delayMs, askedMs }: Pause): boolean {
  if (now + delayMs > subscriber.deadlineAt) return false
  return askedMs === 0 || now + askedMs <= waitsUntil(call, subscriber, now)
}
