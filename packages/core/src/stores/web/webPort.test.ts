import { getEventListeners } from 'node:events'
import { IDBDatabase } from 'fake-indexeddb'
import { describe, expect, it, vi } from 'vitest'
import type { CommitContext, StorePort } from '../../contract/Store.ts'
import { context, setUpIndexedDb } from './indexedDb.testing.ts'
import { webPort } from './webPort.ts'

async function write(port: StorePort, text: string, given = context()): Promise<string | undefined> {
  return (await port.commit('a', (found) => ({ next: text, result: found }), given)).result
}

/** A port that has committed once, and the spy `begin` of each transaction from then on. */
async function setUp() {
  const { connections, ...browser } = setUpIndexedDb()
  const port = webPort('bando')
  await write(port, '1')
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction')
  return { ...browser, connections, port, begin }
}

describe('a commit of webPort', () => {
  it('keeps databases of two names apart', async () => {
    setUpIndexedDb()
    await write(webPort('one'), '1')
    expect(await write(webPort('two'), '2')).toBeUndefined()
    expect(await write(webPort('one'), '3')).toBe('1')
  })

  it('gets the time and the version of the commit before', async () => {
    setUpIndexedDb()
    const port = webPort('bando')
    const seen: unknown[] = []
    for (const next of ['1', undefined, '2']) {
      const { at, version } = await port.commit(
        'a',
        (state, changedAt, before) => {
          seen.push([state, changedAt, before])
          return { next, result: 0 }
        },
        { ...context(), at: (lastAt) => lastAt + 7 },
      )
      seen.push([at, version])
    }
    expect(seen).toEqual([
      [undefined, 7, 0],
      [7, 1],
      ['1', 14, 1],
      [14, 1],
      ['1', 14, 1],
      [14, 2],
    ])
  })

  it.each<[string, Error]>([
    ['an error', new Error('no')],
    ['an error with the name of a closed connection', Object.assign(new Error('no'), { name: 'AbortError' })],
    ['a DOMException of another kind', new DOMException('no', 'DataError')],
  ])('runs a change that throws %s once, and rejects with what was thrown', async (_, failure) => {
    const { port, connections } = await setUp()
    const change = vi.fn<() => never>(() => {
      throw failure
    })
    await expect(port.commit('a', change, context())).rejects.toBe(failure)
    expect(change).toHaveBeenCalledOnce()
    expect(await write(port, '2')).toBe('1')
    expect(connections).toHaveLength(1)
  })

  it.each(['InvalidStateError', 'AbortError', 'UnknownError', 'NotFoundError'])(
    'is repeated with a new connection after an %s',
    async (name) => {
      const { port, connections, begin } = await setUp()
      begin.mockImplementationOnce(() => {
        throw new DOMException('the connection is closing', name)
      })
      expect(await write(port, '2')).toBe('1')
      expect(connections).toHaveLength(2)
    },
  )

  it('is repeated once: it rejects if its transaction is aborted twice, and writes nothing', async () => {
    const { port, begin } = await setUp()
    const given: CommitContext = {
      ...context(),
      at(lastAt) {
        queueMicrotask(() => (begin.mock.results.at(-1)?.value as IDBTransaction | undefined)?.abort())
        return lastAt
      },
    }
    await expect(write(port, '2', given)).rejects.toMatchObject({ name: 'AbortError', message: 'it was cut' })
    expect(begin).toHaveBeenCalledTimes(2)
    expect(await write(port, '3')).toBe('1')
  })

  it('that is cancelled does not wait until the database opens', async () => {
    const { open } = setUpIndexedDb()
    open.mockImplementation(() => new EventTarget() as IDBOpenDBRequest)
    const controller = new AbortController()
    const waiting = write(webPort('bando'), '1', context(controller.signal))
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  it('leaves no listener at its signal', async () => {
    const { port } = await setUp()
    const { signal } = new AbortController()
    await write(port, '2', context(signal))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
