import type { IDBDatabase } from 'fake-indexeddb'
import { IDBFactory } from 'fake-indexeddb'
import { onTestFinished, vi } from 'vitest'
import type { CommitContext } from '../../contract/Store.ts'

/** A browser's IndexedDB for one test, and the connections that were opened. */
export function setUpIndexedDb() {
  const factory = new IDBFactory()
  const connections: IDBDatabase[] = []
  const opening: typeof indexedDB.open = factory.open.bind(factory)
  const open = vi.spyOn(factory, 'open').mockImplementation((...args) => {
    const request = opening(...args)
    request.addEventListener('success', () => connections.push(request.result))
    return request
  })
  vi.stubGlobal('indexedDB', factory)
  onTestFinished(() => void vi.unstubAllGlobals())
  return { factory, connections, open }
}

export function context(signal = new AbortController().signal): CommitContext {
  return { at: (lastAt) => Math.max(lastAt, Date.now()), signal, onDamage() {} }
}
