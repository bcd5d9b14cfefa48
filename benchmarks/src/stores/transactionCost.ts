import { DatabaseSync } from 'node:sqlite'

/** What a call of a client with a file store may cost at most. */
const transactionsPerCall = 3

/**
 * Returns the time in µs of three transactions that read and replace `text`, in a database of the
 * same mode as a file store's.
 */
export function transactionCost(path: string, text: string, times: number): number {
  using database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec('PRAGMA wal_autocheckpoint = 250; PRAGMA journal_size_limit = 1048576')
  database.exec('CREATE TABLE state (key TEXT PRIMARY KEY, version INTEGER, at INTEGER, text TEXT)')
  const [begin, read, write, commit] = [
    'BEGIN IMMEDIATE',
    'SELECT version, at, text FROM state WHERE key = ?',
    'INSERT INTO state (key, version, at, text) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET version = excluded.version, at = excluded.at, text = excluded.text',
    'COMMIT',
  ].map((statement) => database.prepare(statement))
  const run = (): void => {
    for (let index = 0; index < times * transactionsPerCall; index += 1) {
      begin?.run()
      read?.get('budget')
      write?.run('budget', index, Date.now(), text)
      commit?.run()
    }
  }
  run()
  const startedAt = performance.now()
  run()
  return ((performance.now() - startedAt) * 1000) / times
}

/** Returns the longest text in the database of a file store. */
export function longestText(path: string): string {
  using database = new DatabaseSync(path, { readOnly: true })
  const row = database.prepare('SELECT text FROM state ORDER BY length(text) DESC LIMIT 1').get()
  return String(row?.['text'] ?? '')
}
