import { distance } from 'fastest-levenshtein'
import type { JournalEntry } from './Journal.ts'
import { differences, type Difference, type JournalQuery } from './JournalQuery.ts'

/** A request that is nearly what was wanted. */
export interface NearMiss {
  readonly request: JournalEntry
  readonly differs: readonly Difference[]
}

/** So much of a text tells how near it is: what two of any length take to compare would hold up everybody else. */
const longestCompared = 200

/** Where nothing fits, the requests that differ least: in the fewest fields, then by the fewest letters, the latest first. */
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
