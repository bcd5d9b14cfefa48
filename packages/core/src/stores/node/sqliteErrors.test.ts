import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { loadSqlite } from './loadSqlite.ts'
import { hasSqlite } from './sqliteFolder.testing.ts'

type Guard = (error: unknown) => boolean
let guards: Record<'isBusy' | 'isDamage' | 'isMissing' | 'mayBeMoved', Guard>

// Loads the module while tests run: a mutation of its constants takes effect only then.
beforeAll(async () => {
  vi.resetModules()
  guards = await import('./sqliteErrors.ts')
})

const classOf = (error: unknown): object => ({
  isBusy: guards.isBusy(error),
  isDamage: guards.isDamage(error),
  mayBeMoved: guards.mayBeMoved(error),
})
const busy = { isBusy: true, isDamage: false, mayBeMoved: false }
const damage = { isBusy: false, isDamage: true, mayBeMoved: false }
const moved = { isBusy: false, isDamage: false, mayBeMoved: true }
const other = { isBusy: false, isDamage: false, mayBeMoved: false }

it.each<[string, number, object]>([
  ['SQLITE_ERROR', 1, other],
  ['SQLITE_BUSY', 5, busy],
  ['SQLITE_BUSY_SNAPSHOT', 517, busy],
  ['SQLITE_LOCKED', 6, other],
  ['SQLITE_READONLY', 8, moved],
  ['SQLITE_READONLY_DBMOVED', 1032, moved],
  ['SQLITE_IOERR', 10, moved],
  ['SQLITE_IOERR_SHORT_READ', 522, moved],
  ['SQLITE_CORRUPT', 11, damage],
  ['SQLITE_CORRUPT_INDEX', 779, damage],
  ['SQLITE_FULL', 13, other],
  ['SQLITE_CANTOPEN', 14, moved],
  ['SQLITE_NOTADB', 26, damage],
])('the class of %s (%i) is that of its primary code', (name, errcode, expected) => {
  expect(classOf(Object.assign(new Error(name), { errcode }))).toEqual(expected)
})

it.each<[string, unknown]>([
  ['an error without a code', new Error('SQLITE_BUSY')],
  ['an error whose code is a text', Object.assign(new Error('SQLITE_BUSY'), { errcode: '5' })],
  ['an object that is not an error', { errcode: 26, code: 'ENOENT' }],
  ['an error of the file system', Object.assign(new Error('EACCES'), { code: 'EACCES' })],
  ['a text', 'SQLITE_CORRUPT'],
  ['undefined', undefined],
  ['null', null],
])('%s is not an error of SQLite', (_, value) => {
  expect(classOf(value)).toEqual(other)
})

it('a file that the file system does not find may be moved', () => {
  const error = Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
  expect(guards.isMissing(error)).toBe(true)
  expect(classOf(error)).toEqual(moved)
})

describe.runIf(hasSqlite)('an error that SQLite throws', () => {
  async function setUp() {
    const folder = await mkdtemp(join(tmpdir(), 'bando-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    return { folder, path: join(folder, 'a.sqlite') }
  }

  function failure(run: () => void): unknown {
    try {
      run()
    } catch (error) {
      return error
    }
    throw new Error('SQLite did not fail')
  }

  it('is of a busy database while another connection writes', async () => {
    const { path } = await setUp()
    const [one, another] = [loadSqlite()(path), loadSqlite()(path)]
    one.exec('BEGIN IMMEDIATE')
    expect(classOf(failure(() => another.exec('BEGIN IMMEDIATE')))).toEqual(busy)
    one.close()
    another.close()
  })

  it('is of damage if the file is not a database', async () => {
    const { path } = await setUp()
    await writeFile(path, 'not a database at all, though it is long enough to look at')
    const database = loadSqlite()(path)
    expect(classOf(failure(() => database.exec('CREATE TABLE a (b)')))).toEqual(damage)
    database.close()
  })

  it('is of a moved database if a folder of the path does not exist', async () => {
    const { folder } = await setUp()
    expect(classOf(failure(() => loadSqlite()(join(folder, 'gone', 'a.sqlite'))))).toEqual(moved)
  })
})
