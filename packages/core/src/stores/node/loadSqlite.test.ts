import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadSqlite } from './loadSqlite.ts'
import { hasSqlite } from './sqliteFolder.testing.ts'

const runningProcess = process

// At once, since the test runner uses the process, too.
function loadIn(process: unknown): unknown {
  vi.stubGlobal('process', process)
  try {
    return loadSqlite()
  } catch (error) {
    return error
  } finally {
    vi.unstubAllGlobals()
  }
}

afterEach(() => expect(process).toBe(runningProcess))

it.each<[string, unknown, string]>([
  ['a runtime without a process', undefined, 'a runtime without it'],
  ['a process without a version', {}, 'a runtime without it'],
  ['a Node that cannot be asked for its modules', { version: 'v20.0.0' }, 'v20.0.0'],
  ['a Node without SQLite', { version: 'v20.20.2', getBuiltinModule: () => undefined }, 'v20.20.2'],
  ['an SQLite without a class', { version: 'v30.0.0', getBuiltinModule: () => ({}) }, 'v30.0.0'],
])('fails in %s, and names what was found', (_, runtime, found) => {
  expect(loadIn(runtime)).toMatchObject({
    code: 'config',
    message: `store: fileStore needs node:sqlite. Found ${found}. Use Node 22.13 or later, or another store.`,
  })
})

describe.runIf(hasSqlite)('in a Node that has SQLite', () => {
  it('opens a database at the path', () => {
    const database = loadSqlite()(':memory:')
    expect(database.prepare('SELECT 1 + 1 AS sum').get()).toEqual({ sum: 2 })
    database.close()
  })

  it.each(['DatabaseSync', 'Database'])('finds the class by the name %s', (name) => {
    const opened: string[] = []
    class Database {
      constructor(path: string) {
        opened.push(path)
      }
    }
    const open = loadIn({
      getBuiltinModule: (id: string) => (id === 'node:sqlite' ? { [name]: Database } : undefined),
    }) as (path: string) => unknown
    expect(open('/a')).toBeInstanceOf(Database)
    expect(opened).toEqual(['/a'])
  })
})
