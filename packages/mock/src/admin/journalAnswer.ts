import type { JournalEntry } from '../journal/Journal.ts'
import { differences, type JournalQuery } from '../journal/JournalQuery.ts'
import type { NearMiss } from '../journal/nearMisses.ts'
import type { Call } from '../server/Call.ts'
import type { Mock } from '../server/Mock.ts'

/** What the journal says to a question. */
export interface JournalAnswer {
  /** Those that fit, oldest first. */
  readonly requests: readonly JournalEntry[]
  /** If none does, those that are nearest. */
  readonly nearMisses: readonly NearMiss[]
}

/** The journal, filtered; with `waitMs`, once something fits or that time is over. */
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
    // What fits may be in the log without an answer yet.
    const timer = setTimeout(() => finish(mock.log.filter(fits)), waitMs)
    signal?.addEventListener('abort', nothing)
    const stop = mock.onRequest((entry) => {
      if (fits(entry)) finish([entry])
    })
  })
}
