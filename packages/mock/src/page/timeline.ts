import type { JournalEntry } from '../journal/Journal.ts'

/** What a request's status says in the timeline: `lost` is one whose answer a fault kept back, or that has none yet. */
export const statusGroups = ['served', 'limited', 'refused', 'failed', 'lost'] as const

export type StatusGroup = (typeof statusGroups)[number]

/** The requests of one window by when they came: columns of equal time, the newest last. */
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
