import type { SharedStore } from '../../contract/Store.ts'
import { defineStore } from '../../store/defineStore.ts'
import { webPort } from './webPort.ts'

/**
 * Keeps the budget and the credential statuses in the browser: they survive a reload, and all tabs
 * and workers of an origin share them (P6, P7). It is kept in IndexedDB, whose transactions exclude
 * each other over all tabs. Where there is no IndexedDB, as while a server renders, calls fail with
 * a `BandoStoreError`.
 * @param name of the database. Two pages that give different ones do not share.
 * @example createBando({ token: () => session.token(), store: webStore() })
 */
export function webStore(name = 'bando'): SharedStore {
  return defineStore(webPort(name), { onOutage: 'fail' })
}
