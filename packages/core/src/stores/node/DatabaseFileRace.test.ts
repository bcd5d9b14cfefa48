import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DatabaseFile } from './DatabaseFile.ts'
import { loadSqlite } from './loadSqlite.ts'
import { databaseIn, hasSqlite, setUpFolder } from './sqliteFolder.testing.ts'

vi.mock('node:fs', { spy: true })

const { renameSync: rename } = await vi.importActual<typeof import('node:fs')>('node:fs')

// Another test of this process may have loaded the module already.
vi.resetModules()
const copy = await import('./DatabaseFile.ts')

beforeEach(() => void vi.mocked(renameSync).mockReset())

/** A damaged database that two processes set aside. */
async function setUp() {
  const folder = await setUpFolder()
  const current = join(folder, 'current')
  mkdirSync(current, { recursive: true })
  writeFileSync(databaseIn(folder), 'not a database at all, though it is long enough to look at')
  const open = (): DatabaseFile => new copy.DatabaseFile(folder, loadSqlite())
  const [one, other] = [open(), open()]
  for (const file of [one, other]) expect(() => file.open()).toThrow('file is not a database')
  return { folder, current, one, other }
}

describe.runIf(hasSqlite)('DatabaseFile, while another process does the same,', () => {
  it('puts the new database of the other process back that it has moved', async () => {
    const { folder, one, other } = await setUp()
    const otherPlace: unknown[] = []
    vi.mocked(renameSync).mockImplementationOnce((from, to) => {
      otherPlace.push(other.setAside())
      other.open()
      rename(from, to)
    })
    expect(one.setAside()).toBeUndefined()
    expect(otherPlace).toEqual([expect.any(String)])
    expect(other.opened).toBeDefined()
    expect(await readdir(folder)).toHaveLength(2)
    other.close()
    expect((await readFile(databaseIn(folder))).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('sets a damaged database aside, though the other process makes the next folder at once', async () => {
    const { current, one } = await setUp()
    vi.mocked(renameSync).mockImplementationOnce((from, to) => {
      rename(from, to)
      mkdirSync(current)
    })
    expect(await readdir(one.setAside() ?? '')).toEqual(['bando.sqlite'])
  })

  it('says why, if the folder cannot be moved, and nothing if it was moved already', async () => {
    const { one, other } = await setUp()
    const failing = (code: string) => (): never => {
      throw Object.assign(new Error(code), { code })
    }
    vi.mocked(renameSync).mockImplementationOnce(failing('EACCES'))
    expect(() => one.setAside()).toThrow('EACCES')
    vi.mocked(renameSync).mockImplementationOnce(failing('ENOENT'))
    expect(other.setAside()).toBeUndefined()
  })
})
