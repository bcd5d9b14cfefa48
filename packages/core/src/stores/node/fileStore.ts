import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { SharedStore } from '../../contract/Store.ts'
import { defineStore } from '../../store/defineStore.ts'
import { loadSqlite } from './loadSqlite.ts'
import { sqlitePort } from './sqlitePort.ts'

/**
 * The stores of this thread, by the real path of their folders: one member each, however often it
 * is asked for.
 */
const key = Symbol.for('@bando/core/fileStores/1')

/**
 * Keeps the budget and the credential statuses in `folder`: for a process that is started again,
 * and for all processes of one host (P6, P7). The folder is made, and must be on a local disk. If
 * it cannot be used, each call fails with a `BandoStoreError`. Needs `node:sqlite`.
 * @throws BandoConfigError if this runtime has no `node:sqlite`: Node has it since 22.13
 * @example createBando({ token, store: fileStore('/var/lib/my-service/bando') })
 */
export function fileStore(folder: string): SharedStore {
  const openDatabase = loadSqlite()
  const scope = globalThis as { [key]?: Map<string, SharedStore> }
  scope[key] ??= new Map()
  const path = realPath(resolve(folder))
  const known = scope[key].get(path)
  if (known) return known
  const made = defineStore(sqlitePort(path, openDatabase), { onOutage: 'fail' })
  scope[key].set(path, made)
  return made
}

/** The real path, as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), basename(path))
  }
}
