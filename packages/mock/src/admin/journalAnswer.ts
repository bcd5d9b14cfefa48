import { json, type Answer } from '../answers/Answer.ts'
import type { JournalEntry } from '../journal/Journal.ts'
import type { Call } from '../server/Call.ts'
import type { Mock } from '../server/Mock.ts'

const longestWaitMs = 60_000

/** The journal, filtered; with `waitMs`, once something fits or that time is over. */
export function journalAnswer(mock: Mock, call: Call): Answer | Promise<Answer> {
  const query = new URLSearchParams(call.search)
  const fits = filterOf(query)
  const found = mock.log.filter(fits)
  const waitMs = Math.min(longestWaitMs, Number(query.get('waitMs') ?? 0))
  return found.length > 0 || !(waitMs > 0) ? json(found) : nextFitting(mock, call, { fits, waitMs })
}

function filterOf(query: URLSearchParams): (entry: JournalEntry) => boolean {
  const since = Number(query.get('since') ?? 0)
  const wanted = (['method', 'path', 'credential', 'verdict', 'status', 'fault'] as const).filter((name) =>
    query.has(name),
  )
  return (entry) => entry.id > since && wanted.every((name) => String(entry[name]) === query.get(name))
}

function nextFitting(
  mock: Mock,
  { signal }: Call,
  { fits, waitMs }: { fits: (entry: JournalEntry) => boolean; waitMs: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (entries: JournalEntry[]): void => {
      clearTimeout(timer)
      stop()
      signal?.removeEventListener('abort', nothing)
      resolve(json(entries))
    }
    const nothing = (): void => finish([])
    const timer = setTimeout(nothing, waitMs)
    signal?.addEventListener('abort', nothing)
    const stop = mock.onRequest((entry) => {
      if (fits(entry)) finish([entry])
    })
  })
}
