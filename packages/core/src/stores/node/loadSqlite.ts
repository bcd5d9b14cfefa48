import type { DatabaseSync } from 'node:sqlite'
import { BandoConfigError } from '../../errors/BandoConfigError.ts'

export type OpenDatabase = (path: string) => DatabaseSync

/**
 * SQLite as it is built into Node. Loaded when it is needed, so that bundlers do not meet it.
 * @throws BandoConfigError if this runtime has none
 */
export function loadSqlite(): OpenDatabase {
  const sqlite = globalThis.process?.getBuiltinModule?.('node:sqlite') as
    | { readonly DatabaseSync?: typeof DatabaseSync; readonly Database?: typeof DatabaseSync }
    | undefined
  // `DatabaseSync` is being renamed.
  const Database = sqlite?.DatabaseSync ?? sqlite?.Database
  if (Database === undefined) {
    const found = globalThis.process?.version ?? 'a runtime without it'
    throw new BandoConfigError(
      `store: fileStore needs node:sqlite. Found ${found}. Use Node 22.13 or later, or another store.`,
    )
  }
  return (path) => new Database(path)
}
