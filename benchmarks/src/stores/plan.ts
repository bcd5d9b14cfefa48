export const limits = [100, 1000, 10_000, 100_000, 1_000_000]
export const memberCounts = [1, 2, 4, 8, 16, 32]
/** The limit of the members' budget. */
export const limitOfMembers = 100_000

/** How many calls of a budget are measured, after as many that are not: all within its limit. */
export function callsFor(limit: number, isQuick: boolean): number {
  return Math.min(isQuick ? 150 : 1000, Math.floor(limit * 0.4))
}
