import type { JournalEntry } from '../journal/Journal.ts'
import { differences, type JournalQuery } from '../journal/JournalQuery.ts'
import type { NearMiss } from '../journal/nearMisses.ts'
import type { Call } from '../server/Call.ts'
import type { Mock } from '../server/Mock.ts'

/** The response to a query of the journal. */
export interface JournalAnswer {
  /** The matching requests, oldest first. */
  readonly requests: readonly JournalEntry[]
  /** The nearest requests, if none matches. */
  readonly nearMisses: readonly NearMiss[]
}

/** Filters the journal. With `waitMs`, waits for a matching request, at most so long. */
export async function journalAnswer(
  mock: Mock,
  { signal }: Call,
  { waitMs, ...query }: JournalQuery & { readonly waitMs: number },
): Promise<JournalAnswer> {
  const fits = (entry: JournalEntry): boolean => differences(entry, query).length === 0
  const found = mock.log.filter(fits)
  const requests =
    found.length > 0 || waitMs === 0 ? found : await nextFitting(mock, { fits, waitMs, signal })
  return { requests, nearMisses: requests.length > 0 ? [] : mock.nearMisses(query) }
}

function nextFitting(
  mock: Mock,
  {
    fits,
    waitMs,
    signal,
  }: { fits: (entry: JournalEntry) => boolean; waitMs: number; signal: AbortSignal | undefined },
): Promise<JournalEntry[]> {
  return new Promise((resolve) => {
    const finish = (entries: JournalEntry[]): void => {
      clearTimeout(timer)
      stop()
      signal?.removeEventListener('abort', nothing)
      resolve(entries)
    }
    const nothing = (): void => finish([])
    // A matching request may be in the log before its response is sent.
    const timer = setTimeout(() => finish(mock.log.filter(fits)), waitMs)
    signal?.addEventListener('abort', nothing)
    const stop = mock.onRequest((entry) => {
      if (fits(entry)) finish([entry])
    })
  })
}
