import { chmod, readdir, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { SharedStore } from '../../contract/Store.ts'
import { createBando } from '../../index.ts'
import { defineStore } from '../../store/index.ts'
import { storeConformance } from '../../testing/index.ts'
import { fileStore } from './fileStore.ts'
import { loadSqlite } from './loadSqlite.ts'
import { context, databaseIn as database, hasSqlite, setUpFolder as setUp } from './sqliteFolder.testing.ts'
import { sqlitePort } from './sqlitePort.ts'

const key = 'https://api.example#4'

/** A member with a connection of its own, as another process has. */
function member(folder: string): SharedStore {
  return defineStore(sqlitePort(folder, loadSqlite()))
}

async function write(store: SharedStore, text: string, given = context()): Promise<string | undefined> {
  return (await store.port.commit(key, (found) => ({ next: text, result: found }), given)).result
}

async function read(store: SharedStore, given = context()): Promise<string | undefined> {
  return (await store.port.commit(key, (found) => ({ result: found }), given)).result
}

const fetch = (): Promise<Response> => Promise.resolve(Response.json({}))

it.skipIf(hasSqlite)('needs a Node that has SQLite, and says so when it is made', () => {
  expect(() => fileStore('/nowhere')).toThrow('Use Node 22.13 or later')
})

describe.runIf(hasSqlite)('fileStore', () => {
  it.each(storeConformance)('$name', async (storeCase) => {
    const folder = await setUp()
    await storeCase.run(() => member(folder))
  })

  it('is one member for each real path, however it is written', async () => {
    const folder = await setUp()
    const store = fileStore(folder)
    expect(fileStore(join(folder, '..', 'down'))).toBe(store)
    await write(store, '1')
    const link = join(folder, '..', 'link')
    await symlink(folder, link)
    expect(fileStore(link)).toBe(store)
    expect(fileStore(join(folder, 'other'))).not.toBe(store)
    expect(fileStore(join(link, 'new', 'one'))).toBe(fileStore(join(folder, 'new', 'one')))
  })

  it('is found again by a second copy of the package', async () => {
    const folder = await setUp()
    const store = fileStore(folder)
    const scope = globalThis as { [key: symbol]: unknown }
    expect(scope[Symbol.for('@bando/core/fileStores/1')]).toBeInstanceOf(Map)
    vi.resetModules()
    const copy = await import('./fileStore.ts')
    expect(copy.fileStore).not.toBe(fileStore)
    expect(copy.fileStore(folder)).toBe(store)
  })

  it('keeps its folder and its files to their owner', async () => {
    const folder = await setUp()
    const store = member(folder)
    await write(store, '1')
    const modes = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
    expect([await modes(folder), await modes(join(folder, 'current'))]).toEqual([0o700, 0o700])
    const files = await readdir(join(folder, 'current'))
    expect(files).toContain('bando.sqlite')
    for (const file of files) expect(await modes(join(folder, 'current', file))).toBe(0o600)
  })

  it('in a place that cannot be used fails the calls, and works once it can', async () => {
    const folder = await setUp()
    const inTheWay = join(folder, '..', '..', 'deep')
    await writeFile(inTheWay, '')
    await using bando = createBando({ store: fileStore(folder), fetch })
    await expect(bando.get('/a')).rejects.toMatchObject({
      code: 'store',
      sent: false,
      cause: { code: 'ENOTDIR' },
    })
    await rm(inTheWay)
    expect(await bando.get('/a')).toMatchObject({ status: 200 })
  })

  it('waits for a process that is inside a transaction, without holding up this one', async () => {
    const folder = await setUp()
    const store = member(folder)
    await write(store, '1')
    const other = loadSqlite()(database(folder))
    other.exec('BEGIN IMMEDIATE')
    let isDone = false
    const done = write(store, '2').then(() => (isDone = true))
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(isDone).toBe(false)
    other.exec('ROLLBACK')
    other.close()
    await done
    expect(await read(store)).toBe('2')
  })

  it('stops to wait when that is not needed any more', async () => {
    const folder = await setUp()
    const store = member(folder)
    await write(store, '1')
    const other = loadSqlite()(database(folder))
    other.exec('BEGIN IMMEDIATE')
    const controller = new AbortController()
    const waiting = write(store, '2', context(undefined, controller.signal))
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow()
    other.close()
    expect(await read(store)).toBe('1')
  })

  it('keeps its log to a few megabytes, however busy its members are', async () => {
    const folder = await setUp()
    const members = [member(folder), member(folder)]
    const text = 'x'.repeat(4000)
    for (let count = 0; count < 3000; count += 1) for (const each of members) await write(each, text + count)
    expect((await stat(`${database(folder)}-wal`)).size).toBeLessThan(4_000_000)
  })

  const damages: [string, (path: string) => Promise<void>][] = [
    ['zeroed', async (path) => writeFile(path, Buffer.alloc(8192))],
    ['cut', async (path) => truncate(path, 1000)],
    [
      'of something else',
      async (path) => writeFile(path, 'not a database at all, though it is long enough to look at'),
    ],
  ]
  it.each(damages)(
    'goes on from a database that is %s: it is set aside, and told, once',
    async (_, damage) => {
      const folder = await setUp()
      const before = member(folder)
      await write(before, '1')
      before.port.watch(key, () => {}, { isWaiting: false })()
      await new Promise<void>((resolve) => setImmediate(resolve))
      await damage(database(folder))
      const told = vi.fn<(place: string) => void>()
      const found = await Promise.all(
        [1, 2, 3].map((each) => write(member(folder), String(each), context(told))),
      )
      expect(found).toContain(undefined)
      expect(told).toHaveBeenCalledOnce()
      const [place = ''] = told.mock.calls[0] ?? []
      expect(await readdir(place)).toContain('bando.sqlite')
      expect((await readdir(folder)).sort()).toEqual(['current', place.slice(folder.length + 1)])
    },
  )

  it.each(damages)('goes on from a database that is %s, though the logger throws', async (_, damage) => {
    const folder = await setUp()
    await using before = createBando({ store: member(folder), fetch })
    await before.get('/a')
    await before.close()
    await damage(database(folder))
    const fail = (): void => {
      throw new Error('the logger is broken, too')
    }
    const logger = { debug: fail, info: fail, warn: fail, error: fail }
    await using bando = createBando({ store: member(folder), fetch, logger })
    expect(await bando.get('/a')).toMatchObject({ status: 200 })
    await bando.close()
  })

  it('goes on from an empty database, as from a first start', async () => {
    const folder = await setUp()
    const before = member(folder)
    await write(before, '1')
    before.port.watch(key, () => {}, { isWaiting: false })()
    await new Promise<void>((resolve) => setImmediate(resolve))
    await truncate(database(folder), 0)
    expect(await write(member(folder), '2')).toBeUndefined()
  })

  const removals: [string, (folder: string) => Promise<void>][] = [
    ['the database', (folder) => rm(database(folder))],
    ['the database, with its log,', (folder) => rm(join(folder, 'current'), { recursive: true })],
    ['the folder', (folder) => rm(folder, { recursive: true })],
    ['the folder, by another name,', (folder) => rename(folder, `${folder}-moved`)],
  ]
  it.each(removals)('opens a new database if %s was taken away while members run', async (_, remove) => {
    const folder = await setUp()
    const [one, other] = [member(folder), member(folder)]
    await write(one, '1')
    await write(other, '2')
    await remove(folder)
    expect(await write(one, '3')).toBeUndefined()
    expect(await write(other, '4')).toBe('3')
    expect(await read(member(folder))).toBe('4')
  })

  it('carries on what a running client knows into a new database', async () => {
    const folder = await setUp()
    const anonymousLimit = { requests: 3, windowMs: 3_600_000 }
    await using bando = createBando({ store: member(folder), fetch, anonymousLimit, maxWaitMs: 0 })
    await bando.get('/a')
    await bando.get('/b')
    await rm(folder, { recursive: true })
    await bando.get('/c')
    await expect(bando.get('/d')).rejects.toMatchObject({ code: 'limit', sent: false })
    await using next = createBando({ store: member(folder), fetch, anonymousLimit, maxWaitMs: 0 })
    await expect(next.get('/e')).rejects.toMatchObject({ code: 'limit', sent: false })
  })

  it('recovers from a disk that was full, and leaves nothing of it behind', async () => {
    const folder = await setUp()
    const open = loadSqlite()
    let isFull = false
    const port = sqlitePort(folder, (path) => {
      const opened = open(path)
      // SQLite itself refuses to grow, as on a full disk.
      if (isFull) opened.exec('PRAGMA max_page_count = 1')
      return opened
    })
    const store = defineStore(port)
    await write(store, '1')
    const before = await readdir(join(folder, 'current'))
    port.watch(key, () => {}, { isWaiting: false })()
    await new Promise<void>((resolve) => setImmediate(resolve))
    isFull = true
    await expect(write(store, 'x'.repeat(1_000_000))).rejects.toMatchObject({ errcode: 13 })
    expect((await readdir(join(folder, 'current'))).sort()).toEqual(before.sort())
    port.watch(key, () => {}, { isWaiting: false })()
    await new Promise<void>((resolve) => setImmediate(resolve))
    isFull = false
    expect(await write(store, '2')).toBe('1')
  })

  it('says so if it cannot be written, and changes nothing', async () => {
    await expect(write(member('/dev/null/nowhere'), '1')).rejects.toThrow('/dev/null/nowhere')
  })
})

describe.runIf(hasSqlite && process.getuid?.() !== 0)('fileStore of a folder without rights', () => {
  it('fails, and works once it may', async () => {
    const folder = await setUp()
    await write(member(folder), '1')
    await chmod(join(folder, 'current'), 0o500)
    await chmod(database(folder), 0o400)
    await expect(write(member(folder), '2')).rejects.toThrow()
    await chmod(join(folder, 'current'), 0o700)
    await chmod(database(folder), 0o600)
    expect(await write(member(folder), '2')).toBe('1')
  })
})
