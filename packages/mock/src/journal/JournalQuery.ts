import type { JournalEntry } from './Journal.ts'

/** Selects requests of the journal. A request matches if it has all of these values. */
export interface JournalQuery {
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly address?: string | undefined
  readonly credential?: string | undefined
  readonly verdict?: JournalEntry['verdict'] | undefined
  readonly status?: number | undefined
  readonly fault?: string | undefined
  readonly preferred?: number | undefined
  /** Selects only requests with a higher `id`. */
  readonly since?: number | undefined
}

/** A field in which a request differs from the query. */
export interface Difference {
  readonly field: keyof JournalQuery
  readonly wanted: string | number
  /** The value of the request, or null if it has none. */
  readonly found: string | number | null
}

/** Returns the fields in which `entry` differs from `query`. It matches if there are none. */
export function differences(entry: JournalEntry, query: JournalQuery): Difference[] {
  return (Object.keys(query) as (keyof JournalQuery)[]).flatMap((field) => {
    const wanted = query[field]
    const found = (field === 'since' ? entry.id : entry[field]) ?? null
    if (wanted === undefined) return []
    const fits = field === 'since' ? entry.id > Number(wanted) : found === wanted
    return fits ? [] : [{ field, wanted, found }]
  })
}
