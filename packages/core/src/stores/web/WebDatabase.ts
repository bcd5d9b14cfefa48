const version = 1
export const storeName = 'state'

/**
 * The connection to one database. It is opened again after the browser or another tab has closed
 * it.
 */
export class WebDatabase {
  readonly #name: string
  #opened: Promise<IDBDatabase> | undefined
  #connection: IDBDatabase | undefined

  constructor(name: string) {
    this.#name = name
  }

  open(): Promise<IDBDatabase> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  /** Lets go of a connection that does not work any more. One that was opened since is kept. */
  forget(connection: IDBDatabase): void {
    connection.close()
    if (connection !== this.#connection) return
    this.#connection = undefined
    this.#opened = undefined
  }

  async #open(): Promise<IDBDatabase> {
    if (typeof indexedDB === 'undefined') throw new Error('there is no IndexedDB here')
    const connection = await this.#request()
    // Another tab deletes or upgrades the database, and waits until this connection is closed.
    connection.addEventListener('versionchange', () => this.forget(connection))
    // The browser has closed the connection: the site's data were cleared, or its backend has
    // crashed.
    connection.addEventListener('close', () => this.forget(connection))
    this.#connection = connection
    return connection
  }

  async #request(): Promise<IDBDatabase> {
    try {
      return await settled(indexedDB.open(this.#name, version))
    } catch (error) {
      // A page of a later version has upgraded it. What is kept here is still in its place.
      if (error instanceof DOMException && error.name === 'VersionError')
        return settled(indexedDB.open(this.#name))
      throw error
    }
  }
}

function settled(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB cannot be opened')))
  })
}
