import { distance } from 'fastest-levenshtein'
import type { JournalEntry } from './Journal.ts'
import { differences, type Difference, type JournalQuery } from './JournalQuery.ts'

/** A request that almost matches a query. */
export interface NearMiss {
  readonly request: JournalEntry
  readonly differs: readonly Difference[]
}

/** The number of letters to compare. Comparing longer texts would block the server for too long. */
const longestCompared = 200

/**
 * Returns the requests that differ least, if none matches: in the fewest fields, then by the fewest
 * letters, then the latest.
 */
export function nearMisses(entries: readonly JournalEntry[], query: JournalQuery, most = 3): NearMiss[] {
  const misses = entries.map((request) => ({ request, differs: differences(request, query) }))
  if (misses.some(({ differs }) => differs.length === 0)) return []
  const ranked = misses.map((miss) => ({ miss, fields: miss.differs.length, letters: lettersOf(miss) }))
  ranked.sort(
    (one, other) => one.fields - other.fields || one.letters - other.letters || byLatest(one, other),
  )
  return ranked.slice(0, most).map(({ miss }) => miss)
}

function byLatest(one: { miss: NearMiss }, other: { miss: NearMiss }): number {
  return other.miss.request.id - one.miss.request.id
}

function lettersOf({ differs }: NearMiss): number {
  return differs.reduce((sum, { wanted, found }) => sum + distance(beginning(wanted), beginning(found)), 0)
}

function beginning(value: string | number | null): string {
  return String(value ?? '').slice(0, longestCompared)
}
