import type { Change, CommitContext, Committed, StorePort } from '../../contract/Store.ts'
import { News } from './News.ts'
import { storeName, WebDatabase } from './WebDatabase.ts'

interface Entry {
  readonly version: number
  readonly at: number
  readonly text: string
}

type ChangeOf<Result> = (state: string | undefined, at: number, version: number) => Change<Result>

/** The entries of one IndexedDB database, each changed in a transaction of its own. */
export function webPort(name: string): StorePort {
  const database = new WebDatabase(name)
  const news = new News(name)

  async function commitOnce<Result>(
    key: string,
    change: ChangeOf<Result>,
    context: CommitContext,
  ): Promise<Committed<Result>> {
    const connection = await unlessAborted(database.open(), context.signal)
    try {
      return await unlessAborted(transact(connection, key, change, context), context.signal)
    } catch (error) {
      if (isClosed(error)) database.forget(connection)
      throw error
    }
  }

  return {
    async commit(key, change, context) {
      const done = await commitOnce(key, change, context).catch((error: unknown) => {
        if (!isClosed(error)) throw error
        return commitOnce(key, change, context)
      })
      news.tell(key)
      return done
    },
    watch: (key, listener) => news.watch(key, listener),
  }
}

function transact<Result>(
  connection: IDBDatabase,
  key: string,
  change: ChangeOf<Result>,
  context: CommitContext,
): Promise<Committed<Result>> {
  return new Promise((resolve, reject) => {
    const transaction = connection.transaction(storeName, 'readwrite')
    const entries = transaction.objectStore(storeName)
    let done: Committed<Result> | undefined
    let thrown: { readonly error: unknown } | undefined
    const request = entries.get(key) as IDBRequest<Entry | undefined>
    request.addEventListener('success', () => {
      try {
        const entry = request.result
        const at = context.at(entry?.at ?? 0)
        const before = entry?.version ?? 0
        const { next, result } = change(entry?.text, at, before)
        if (next !== undefined) entries.put({ version: before + 1, at, text: next } satisfies Entry, key)
        done = { result, at, version: next === undefined ? before : before + 1 }
      } catch (error) {
        thrown = { error }
        transaction.abort()
      }
    })
    transaction.addEventListener('complete', () => done && resolve(done))
    transaction.addEventListener('abort', () =>
      reject(thrown ? thrown.error : (transaction.error ?? new DOMException('it was cut', 'AbortError'))),
    )
  })
}

/** Whether the connection was closed before the transaction could end. */
function isClosed(error: unknown): boolean {
  return (
    error instanceof DOMException &&
    ['InvalidStateError', 'AbortError', 'UnknownError', 'NotFoundError'].includes(error.name)
  )
}

function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
