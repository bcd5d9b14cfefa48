import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { DatabaseFile } from './DatabaseFile.ts'
import type { OpenDatabase } from './loadSqlite.ts'
import { loadSqlite } from './loadSqlite.ts'
import { databaseIn, hasSqlite, setUpFolder } from './sqliteFolder.testing.ts'

let create: (folder: string, openDatabase: OpenDatabase) => DatabaseFile

// Loads the module while tests run: a mutation of its constants takes effect only then.
beforeAll(async () => {
  vi.resetModules()
  const copy = await import('./DatabaseFile.ts')
  create = (folder, openDatabase) => new copy.DatabaseFile(folder, openDatabase)
})

/** The databases that a file opens, beside the file. */
function fileIn(folder: string): { file: DatabaseFile; opened: DatabaseSync[] } {
  const opened: DatabaseSync[] = []
  const file = create(folder, (path) => {
    const database = loadSqlite()(path)
    opened.push(database)
    return database
  })
  onTestFinished(() => file.close())
  return { file, opened }
}

const expectClosed = (database: DatabaseSync | undefined): void =>
  expect(() => database?.exec('SELECT 1')).toThrow('database is not open')

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

async function damage(folder: string): Promise<void> {
  await mkdir(join(folder, 'current'), { recursive: true })
  await writeFile(databaseIn(folder), 'not a database at all, though it is long enough to look at')
}

describe.runIf(hasSqlite)('DatabaseFile opens', () => {
  it('a database in a folder of its own, and nothing else at a first start', async () => {
    const folder = await setUpFolder()
    const { file } = fileIn(folder)
    file.open()
    expect(file.path).toBe(databaseIn(folder))
    expect((await readFile(file.path)).subarray(0, 15).toString()).toBe('SQLite format 3')
    expect(await readdir(folder)).toEqual(['current'])
  })

  it('a database that its owner alone may read', async () => {
    const { file } = fileIn(await setUpFolder())
    file.open()
    expect(await modeOf(file.path)).toBe(0o600)
  })

  it('a database with a log that is kept short, and without a sync for each transaction', async () => {
    const { database } = fileIn(await setUpFolder()).file.open()
    const settings = ['journal_mode', 'synchronous', 'wal_autocheckpoint', 'journal_size_limit']
    expect(settings.map((name) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {}))).toEqual([
      ['wal'],
      [1],
      [250],
      [1_048_576],
    ])
  })

  it('one connection, as long as the database is at its path', async () => {
    const { file, opened } = fileIn(await setUpFolder())
    expect(file.opened).toBeUndefined()
    const open = file.open()
    expect(file.open()).toBe(open)
    expect(file.opened).toBe(open)
    expect(opened).toHaveLength(1)
  })

  it('another connection once the database was replaced, and closes the old one', async () => {
    const folder = await setUpFolder()
    const { file, opened } = fileIn(folder)
    const open = file.open()
    await rename(join(folder, 'current'), join(folder, 'moved'))
    expect(file.opened).toBeUndefined()
    const other = fileIn(folder).file.open()
    expect(file.opened).toBeUndefined()
    const next = file.open()
    expect([open === other, open === next, next === file.opened]).toEqual([false, false, true])
    expectClosed(opened[0])
  })

  it('another connection after the file was closed', async () => {
    const { file, opened } = fileIn(await setUpFolder())
    file.open()
    file.close()
    expectClosed(opened[0])
    expect(file.opened).toBeUndefined()
    file.open().database.exec('SELECT 1')
    expect(opened).toHaveLength(2)
  })

  it('a new database beside the log of a removed one, which is set aside', async () => {
    const folder = await setUpFolder()
    const { file } = fileIn(folder)
    const { begin, write, commit } = file.open()
    begin.run()
    write.run('a', 1, 1, 'text')
    commit.run()
    await rm(file.path)
    expect(fileIn(folder).file.open().read.get('a')).toBeUndefined()
    const aside = (await readdir(folder)).filter((name) => name.startsWith('damaged-'))
    expect(aside).toHaveLength(1)
    expect(await readdir(join(folder, aside.join()))).toContain('bando.sqlite-wal')
    expect(await modeOf(join(folder, 'current'))).toBe(0o700)
  })

  it('nothing, if it fails: the connection is closed again', async () => {
    const folder = await setUpFolder()
    await damage(folder)
    const { file, opened } = fileIn(folder)
    expect(() => file.open()).toThrow('file is not a database')
    expect(() => file.open()).toThrow('file is not a database')
    expect(file.opened).toBeUndefined()
    expect(opened).toHaveLength(2)
    for (const database of opened) expectClosed(database)
  })
})

describe.runIf(hasSqlite)('DatabaseFile sets aside', () => {
  it('a damaged database, to a place beside the folder of the next one', async () => {
    const folder = await setUpFolder()
    await damage(folder)
    const { file } = fileIn(folder)
    expect(() => file.open()).toThrow('file is not a database')
    const place = file.setAside() ?? ''
    expect(place.startsWith(join(folder, 'damaged-'))).toBe(true)
    expect(await readFile(join(place, 'bando.sqlite'), 'utf8')).toMatch('not a database at all')
    expect((await readdir(folder)).sort()).toEqual(['current', place.slice(folder.length + 1)])
    expect(await readdir(join(folder, 'current'))).toEqual([])
    expect(await modeOf(join(folder, 'current'))).toBe(0o700)
  })

  it('a damaged database that was not opened', async () => {
    const folder = await setUpFolder()
    await damage(folder)
    expect(await readdir(fileIn(folder).file.setAside() ?? '')).toEqual(['bando.sqlite'])
  })

  it('an open database, which is closed before', async () => {
    const { file, opened } = fileIn(await setUpFolder())
    file.open()
    expect(file.setAside()).toEqual(expect.any(String))
    expectClosed(opened[0])
    expect(file.opened).toBeUndefined()
  })

  it('each damaged database once: the new one of another process stays in its place', async () => {
    const folder = await setUpFolder()
    await damage(folder)
    const [{ file: one }, { file: other }] = [fileIn(folder), fileIn(folder)]
    for (const file of [one, other]) expect(() => file.open()).toThrow('file is not a database')
    expect(other.setAside()).toEqual(expect.any(String))
    const open = other.open()
    await utimes(folder, 0, 0)
    expect(one.setAside()).toBeUndefined()
    expect((await stat(folder)).mtimeMs).toBe(0)
    expect(other.opened).toBe(open)
  })

  it('nothing, if another process has moved the folder', async () => {
    const folder = await setUpFolder()
    await mkdir(folder, { recursive: true })
    expect(fileIn(folder).file.setAside()).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
  })
})

describe.runIf(hasSqlite)('DatabaseFile closes', () => {
  it('a file that is not open', async () => {
    const { file } = fileIn(await setUpFolder())
    expect(() => file.close()).not.toThrow()
  })

  it('a file whose connection fails to close', async () => {
    const { file, opened } = fileIn(await setUpFolder())
    file.open()
    opened[0]?.close()
    expect(() => file.close()).not.toThrow()
    expect(file.opened).toBeUndefined()
  })
})
