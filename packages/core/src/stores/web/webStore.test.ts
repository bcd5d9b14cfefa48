import { forceCloseDatabase, IDBDatabase } from 'fake-indexeddb'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { SharedStore } from '../../contract/Store.ts'
import type { BandoOptions } from '../../index.ts'
import { createBando } from '../../index.ts'
import { storeConformance } from '../../testing/index.ts'
import { context, setUpIndexedDb } from './indexedDb.testing.ts'
import { webStore } from './webStore.ts'

const key = 'https://api.example#2'

async function write({ port }: SharedStore, text: string, given = context()): Promise<string | undefined> {
  return (await port.commit(key, (found) => ({ next: text, result: found }), given)).result
}

/** A browser's database, and clients that keep their budget in it. */
function setUp() {
  const browser = setUpIndexedDb()
  const start = (options: BandoOptions = {}) => {
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({}))
    const bando = createBando({ store: webStore(), fetch, dedupe: false, ...options })
    onTestFinished(() => bando.close())
    return bando
  }
  return { ...browser, start }
}

function settled(request: IDBOpenDBRequest): Promise<string> {
  return new Promise((resolve) => {
    for (const kind of ['success', 'error'])
      request.addEventListener(kind, () => {
        request.result?.close()
        resolve(kind)
      })
  })
}

it.each(storeConformance)('webStore $name', async (storeCase) => {
  setUp()
  await storeCase.run(() => webStore())
})

describe('a connection that the browser closes', () => {
  it('with an event is opened again', async () => {
    const { connections, start } = setUp()
    const bando = start()
    await bando.get('/a')
    for (const connection of connections) forceCloseDatabase(connection as never)
    expect((await bando.get('/b')).status).toBe(200)
    expect(connections).toHaveLength(2)
  })

  it('without an event is opened again', async () => {
    const { connections, start } = setUp()
    const bando = start()
    await bando.get('/a')
    for (const connection of connections) connection.close()
    expect((await bando.get('/b')).status).toBe(200)
    expect(connections).toHaveLength(2)
  })

  it('in the middle of a transaction is opened again, and the transaction repeated', async () => {
    const { connections } = setUp()
    const store = webStore()
    await write(store, '1')
    const [connection] = connections
    const begin = vi.spyOn(connection as IDBDatabase, 'transaction')
    begin.mockImplementationOnce((...args) => {
      const transaction = IDBDatabase.prototype.transaction.apply(connection as IDBDatabase, args)
      queueMicrotask(() => transaction.abort())
      return transaction
    })
    expect(await write(store, '2')).toBe('1')
    expect(connections).toHaveLength(2)
    expect(await write(webStore(), '3')).toBe('2')
  })

  it('and cannot be opened fails calls until it can', async () => {
    const { connections, open, start } = setUp()
    const bando = start()
    await bando.get('/a')
    for (const connection of connections) connection.close()
    const working = open.getMockImplementation()
    open.mockImplementation(() => {
      throw new DOMException('the backend has crashed', 'UnknownError')
    })
    await expect(bando.get('/b')).rejects.toMatchObject({
      code: 'store',
      sent: false,
      cause: { name: 'UnknownError' },
    })
    open.mockImplementation(working as typeof indexedDB.open)
    expect((await bando.get('/c')).status).toBe(200)
  })
})

describe('a database that another tab changes', () => {
  it('may be deleted: the client yields, and writes back what it knows', async () => {
    const { factory, start } = setUp()
    const bando = start({ anonymousLimit: { requests: 5, windowMs: 3_600_000 } })
    await bando.get('/a')
    expect(await settled(factory.deleteDatabase('bando'))).toBe('success')
    await bando.get('/b')
    expect(bando.state.limit.remaining).toBe(3)
  })

  it('may be upgraded: the client yields, and goes on', async () => {
    const { factory, start } = setUp()
    const bando = start({ anonymousLimit: { requests: 5, windowMs: 3_600_000 } })
    await bando.get('/a')
    expect(await settled(factory.open('bando', 7))).toBe('success')
    await bando.get('/b')
    expect(bando.state.limit.remaining).toBe(3)
  })

  it('and that does not open, since a third tab keeps it open, is a wait that ends', async () => {
    const { connections, open, start } = setUp()
    const bando = start()
    await bando.get('/a')
    for (const connection of connections) connection.close()
    open.mockImplementation(() => new EventTarget() as IDBOpenDBRequest)
    const controller = new AbortController()
    const waits = [
      bando.get('/b', { maxWaitMs: 50 }),
      bando.get('/c', { deadlineMs: 50 }),
      bando.get('/d', { signal: controller.signal }),
    ].map((call) => call.catch((error: unknown) => error))
    controller.abort(new Error('enough'))
    expect(await Promise.all(waits)).toMatchObject([
      { code: 'limit', reason: 'store' },
      { code: 'timeout' },
      { message: 'enough' },
    ])
    const last = bando.get('/e').catch((error: unknown) => error)
    await bando.close()
    expect(await last).toMatchObject({ code: 'closed' })
  })
})

describe('no handle keeps the process', () => {
  const resources = (): string[] => process.getActiveResourcesInfo().sort()

  it('of a client that was made while a server renders: its calls fail', async () => {
    const before = resources()
    const bando = createBando({ store: webStore(), fetch: () => Promise.resolve(Response.json({})) })
    await expect(bando.get('/a')).rejects.toMatchObject({ code: 'store', sent: false })
    expect(resources()).toEqual(before)
    await bando.close()
  })

  it('of a client that was only made', () => {
    const before = resources()
    const bando = createBando({ store: webStore() })
    expect(resources()).toEqual(before)
    void bando.close()
  })

  it('of one that has a database, once its calls are over', async () => {
    const { start } = setUp()
    const before = resources()
    const bando = start()
    await bando.get('/a')
    await expect.poll(resources).toEqual(before)
    await bando.close()
    await expect.poll(resources).toEqual(before)
  })
})
