import type { SharedStore } from '../../contract/Store.ts'

const storeName = 'documents'

/**
 * Keeps the budget and the verdicts in the browser: they survive a reload, and all tabs and workers of an origin share them
 * (P6, P7). In IndexedDB, whose transactions exclude each other over all tabs; news go by BroadcastChannel.
 * @param name of the database. Two pages that give different ones do not share.
 * @example createBando({ token: () => session.token(), store: webStore() })
 */
export function webStore(name = 'bando'): SharedStore {
  let opened: Promise<IDBDatabase> | undefined
  const forget = (): void => {
    opened = undefined
  }
  const open = (): Promise<IDBDatabase> => {
    opened ??= openDatabase(name, forget).catch((error: unknown) => {
      forget()
      throw error
    })
    return opened
  }
  const change = async (
    key: string,
    decide: (text: string | undefined) => string | undefined,
  ): Promise<boolean> => {
    let isDecided = false
    let isChanged = false
    const transact = async (): Promise<void> => {
      const transaction = (await open()).transaction(storeName, 'readwrite')
      const documents = transaction.objectStore(storeName)
      const request = documents.get(key) as IDBRequest<string | undefined>
      request.addEventListener('success', () => {
        isDecided = true
        const next = decide(request.result)
        isChanged = next !== undefined
        if (isChanged) documents.put(next, key)
      })
      await completion(transaction)
    }
    await transact().catch(async (error: unknown) => {
      // What was decided must not be decided twice. Before that, another connection may do: site data may have been cleared.
      if (isDecided) throw error
      forget()
      await transact()
    })
    return isChanged
  }

  return {
    kind: 'shared',
    async transact(key, decide) {
      if (!(await change(key, decide))) return
      const channel = new BroadcastChannel(name)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows, not of channels
      channel.postMessage(key)
      channel.close()
    },
    watch(key, listener) {
      const channel = new BroadcastChannel(name)
      channel.addEventListener('message', ({ data }) => {
        if (data === key) listener()
      })
      return () => channel.close()
    },
    async setAside(key, text) {
      const place = `${key} damaged`
      await change(place, () => text)
      return `IndexedDB ${name}, ${storeName}, ${place}`
    },
  }
}

/** `onClose`: the browser has closed it, as it does when its user clears the site's data. */
function openDatabase(name: string, onClose: () => void): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  return new Promise((resolve, reject) => {
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName))
    request.addEventListener('success', () => {
      request.result.addEventListener('close', onClose)
      resolve(request.result)
    })
    request.addEventListener('error', () =>
      reject(request.error ?? new Error(`IndexedDB ${name} cannot be opened`)),
    )
  })
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(transaction.error ?? new Error('the transaction was aborted'))
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('error', fail)
    transaction.addEventListener('abort', fail)
  })
}
