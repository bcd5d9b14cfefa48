import { forceCloseDatabase } from 'fake-indexeddb'
import { beforeAll, expect, it, vi } from 'vitest'
import { setUpIndexedDb } from './indexedDb.testing.ts'
import type { WebDatabase } from './WebDatabase.ts'

let databaseOf: (name: string) => WebDatabase

// Loads the module while tests run: a mutation of its constants takes effect only then.
beforeAll(async () => {
  vi.resetModules()
  const copy = await import('./WebDatabase.ts')
  databaseOf = (name) => new copy.WebDatabase(name)
})

it('opens the first version of the database, with one object store', async () => {
  const { factory } = setUpIndexedDb()
  const connection = await databaseOf('a name').open()
  expect(await factory.databases()).toEqual([{ name: 'a name', version: 1 }])
  expect([...connection.objectStoreNames]).toEqual(['state'])
})

it('opens one connection, also if two commits ask at the same time', async () => {
  const { connections } = setUpIndexedDb()
  const database = databaseOf('a')
  const [one, other] = await Promise.all([database.open(), database.open()])
  expect(one).toBe(other)
  expect(await database.open()).toBe(one)
  expect(connections).toHaveLength(1)
})

it('forgets a connection that the browser has closed', async () => {
  setUpIndexedDb()
  const database = databaseOf('a')
  const closed = await database.open()
  forceCloseDatabase(closed as never)
  expect(await database.open()).not.toBe(closed)
})

it('closes a connection when it forgets it', async () => {
  setUpIndexedDb()
  const database = databaseOf('a')
  const connection = await database.open()
  database.forget(connection)
  expect(await database.open()).not.toBe(connection)
  expect(() => connection.transaction('state')).toThrow(
    expect.objectContaining({ name: 'InvalidStateError' }),
  )
})

it('keeps its new connection if the old one tells late that the browser has closed it', async () => {
  setUpIndexedDb()
  const database = databaseOf('a')
  const closed = await database.open()
  database.forget(closed)
  const connection = await database.open()
  forceCloseDatabase(closed as never)
  expect(await database.open()).toBe(connection)
  expect(() => connection.transaction('state')).not.toThrow()
})

it('opens a connection again after one that failed to open', async () => {
  const { open } = setUpIndexedDb()
  const request = new EventTarget() as IDBOpenDBRequest
  open.mockImplementationOnce(() => request)
  const database = databaseOf('a')
  const opening = database.open()
  request.dispatchEvent(new Event('error'))
  await expect(opening).rejects.toThrow('IndexedDB cannot be opened')
  expect((await database.open()).name).toBe('a')
})

it('says so if the runtime has no IndexedDB, and opens the database once it has', async () => {
  const database = databaseOf('a')
  await expect(database.open()).rejects.toThrow('there is no IndexedDB here')
  setUpIndexedDb()
  expect((await database.open()).name).toBe('a')
})

it('opens a database that a later version of the package has upgraded', async () => {
  const { factory, open } = setUpIndexedDb()
  const upgrade = factory.open('a', 7)
  await new Promise((resolve) => upgrade.addEventListener('success', resolve))
  upgrade.result.close()
  open.mockClear()
  expect((await databaseOf('a').open()).version).toBe(7)
  expect(open.mock.calls).toEqual([['a', 1], ['a']])
})

it.each<[string, Error]>([
  ['the backend has crashed', new DOMException('crashed', 'UnknownError')],
  ['a library throws an error of the same name', Object.assign(new Error('no'), { name: 'VersionError' })],
])('asks once for a connection if %s', async (_, failure) => {
  const { open } = setUpIndexedDb()
  open.mockImplementation(() => {
    throw failure
  })
  await expect(databaseOf('a').open()).rejects.toBe(failure)
  expect(open).toHaveBeenCalledOnce()
})

it('gives the reason for which a connection was not opened', async () => {
  const { open } = setUpIndexedDb()
  const error = new DOMException('the disk is full', 'QuotaExceededError')
  const request = Object.assign(new EventTarget(), { error }) as IDBOpenDBRequest
  open.mockImplementation(() => request)
  const opening = databaseOf('a').open()
  request.dispatchEvent(new Event('error'))
  await expect(opening).rejects.toBe(error)
})
