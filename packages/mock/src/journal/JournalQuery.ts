import type { JournalEntry } from './Journal.ts'

/** Which requests of the journal are wanted: those that have each of these. */
export interface JournalQuery {
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly address?: string | undefined
  readonly credential?: string | undefined
  readonly verdict?: JournalEntry['verdict'] | undefined
  readonly status?: number | undefined
  readonly fault?: string | undefined
  readonly preferred?: number | undefined
  /** Only those with a higher `id`. */
  readonly since?: number | undefined
}

/** In what a request is not as it was wanted. */
export interface Difference {
  readonly field: keyof JournalQuery
  readonly wanted: string | number
  /** null where it has none. */
  readonly found: string | number | null
}

/** Everything in which `entry` is not as `query` wants it; empty: it fits. */
export function differences(entry: JournalEntry, query: JournalQuery): Difference[] {
  return (Object.keys(query) as (keyof JournalQuery)[]).flatMap((field) => {
    const wanted = query[field]
    const found = (field === 'since' ? entry.id : entry[field]) ?? null
    if (wanted === undefined) return []
    const fits = field === 'since' ? entry.id > Number(wanted) : found === wanted
    return fits ? [] : [{ field, wanted, found }]
  })
}
