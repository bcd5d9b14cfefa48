import type { JournalEntry } from '../journal/Journal.ts'

/**
 * The groups of status in the timeline; `lost` is a request without a response: not yet, or never
 * because of a fault.
 */
export const statusGroups = ['served', 'limited', 'refused', 'failed', 'lost'] as const

export type StatusGroup = (typeof statusGroups)[number]

/** The requests of one window by arrival, in columns of equal time, the newest last. */
export interface Timeline {
  readonly windowMs: number
  readonly columns: readonly Readonly<Record<StatusGroup, number>>[]
}

/** Counts the requests of the window that ends now. */
export function timelineOf(
  log: readonly Pick<JournalEntry, 'at' | 'status'>[],
  { now, windowMs, columns: count }: { now: number; windowMs: number; columns: number },
): Timeline {
  const columns = Array.from({ length: count }, () => ({
    served: 0,
    limited: 0,
    refused: 0,
    failed: 0,
    lost: 0,
  }))
  for (const { at, status } of log) {
    const ago = Math.floor(((now - at) / windowMs) * count)
    const column = columns[count - 1 - Math.max(0, ago)]
    if (column) column[groupOf(status)] += 1
  }
  return { windowMs, columns }
}

function groupOf(status: number): StatusGroup {
  if (status === 0) return 'lost'
  if (status === 429) return 'limited'
  if (status < 400) return 'served'
  return status < 500 ? 'refused' : 'failed'
}
