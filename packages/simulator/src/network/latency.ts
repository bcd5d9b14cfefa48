import type { Random } from '../time/random.ts'

export const latencyKinds = ['fast', 'tail', 'slow'] as const
export type LatencyKind = (typeof latencyKinds)[number]

/** The bounds in ms, and the exponent that favours short times. */
const profiles: Record<LatencyKind, { leastMs: number; mostMs: number; tail: number }> = {
  fast: { leastMs: 1, mostMs: 50, tail: 1 },
  tail: { leastMs: 1, mostMs: 29_900, tail: 0.3 },
  slow: { leastMs: 5000, mostMs: 29_900, tail: 0.1 },
}

/**
 * Draws the ms from sending to response: Pareto's distribution between two bounds, which has a
 * heavy tail.
 */
export function drawLatencyMs(kind: LatencyKind, random: Random): number {
  const { leastMs, mostMs, tail } = profiles[kind]
  const low = leastMs ** -tail
  const high = mostMs ** -tail
  return Math.ceil((low - random() * (low - high)) ** (-1 / tail))
}
