import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { OpenDatabase } from './loadSqlite.ts'
import { isDamage, isMissing } from './sqliteErrors.ts'

const name = 'bando.sqlite'

/** One row for each key. */
const schema = `
  CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, version INTEGER NOT NULL, at REAL NOT NULL, text TEXT NOT NULL)
`

/** Changes a row in its place. `INSERT OR REPLACE` would write the index of the keys, too. */
const upsert = `
  INSERT INTO state (key, version, at, text) VALUES (?, ?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET version = excluded.version, at = excluded.at, text = excluded.text
`

/**
 * Write-ahead logging: no reader stops a writer, and a killed process loses nothing. NORMAL: no
 * sync for each transaction, so that a power cut may take back the last ones. The log is cut once
 * it is longer than a megabyte.
 */
const pragmas = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 250;
  PRAGMA journal_size_limit = 1048576;
`

/** What a file is, whatever its path. */
interface Identity {
  readonly dev: bigint
  readonly ino: bigint
}

export interface OpenFile {
  readonly database: DatabaseSync
  readonly begin: StatementSync
  readonly read: StatementSync
  readonly write: StatementSync
  readonly commit: StatementSync
  readonly rollback: StatementSync
  readonly dataVersion: StatementSync
}

/**
 * A database in a folder of its own, `current`, so that it can be set aside with its log in one
 * step. It is opened again if it was removed or replaced: an unlinked database still takes writes.
 */
export class DatabaseFile {
  readonly path: string
  readonly #folder: string
  readonly #current: string
  readonly #openDatabase: OpenDatabase
  #open: OpenFile | undefined
  #identity: Identity | undefined

  constructor(folder: string, openDatabase: OpenDatabase) {
    this.#folder = folder
    this.#current = join(folder, 'current')
    this.path = join(this.#current, name)
    this.#openDatabase = openDatabase
  }

  /** The database that is at the path now. @throws if it cannot be opened, or is locked */
  open(): OpenFile {
    const identity = identityOf(this.path)
    if (this.#open && identity && isSame(identity, this.#identity)) return this.#open
    this.close()
    mkdirSync(this.#current, { recursive: true, mode: 0o700 })
    // A log without its database would be taken for that of the next one.
    if (identity === undefined && readdirSync(this.#current).length > 0) this.#moveAside(undefined)
    return this.#openNew()
  }

  /** What is open, if it is still at the path. */
  get opened(): OpenFile | undefined {
    return isSame(identityOf(this.path), this.#identity) ? this.#open : undefined
  }

  /**
   * Sets a damaged database aside. Returns the place, or `undefined` if another process has done
   * so.
   */
  setAside(): string | undefined {
    const damaged = this.#identity ?? identityOf(this.path)
    this.close()
    return this.#moveAside(damaged)
  }

  close(): void {
    try {
      this.#open?.database.close()
    } catch {
      // A damaged database may not close well. It is let go all the same.
    }
    this.#open = undefined
    this.#identity = undefined
  }

  #openNew(): OpenFile {
    const database = this.#openDatabase(this.path)
    this.#identity = identityOf(this.path)
    try {
      chmodSync(this.path, 0o600)
      database.exec(pragmas)
      database.exec(schema)
      this.#open = {
        database,
        begin: database.prepare('BEGIN IMMEDIATE'),
        read: database.prepare('SELECT version, at, text FROM state WHERE key = ?'),
        write: database.prepare(upsert),
        commit: database.prepare('COMMIT'),
        rollback: database.prepare('ROLLBACK'),
        dataVersion: database.prepare('PRAGMA data_version'),
      }
      return this.#open
    } catch (error) {
      const identity = this.#identity
      database.close()
      this.#identity = isDamage(error) ? identity : undefined
      throw error
    }
  }

  /**
   * Renames the folder, which only one process can do. One that turns out to be another's new one
   * is put back.
   */
  #moveAside(damaged: Identity | undefined): string | undefined {
    const place = join(this.#folder, `damaged-${randomUUID()}`)
    if (!isSame(identityOf(this.path), damaged)) return undefined
    try {
      renameSync(this.#current, place)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
    if (isSame(identityOf(join(place, name)), damaged)) {
      mkdirSync(this.#current, { recursive: true, mode: 0o700 })
      return place
    }
    renameSync(place, this.#current)
    return undefined
  }
}

function identityOf(path: string): Identity | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found && { dev: found.dev, ino: found.ino }
}

function isSame(one: Identity | undefined, other: Identity | undefined): boolean {
  return one?.dev === other?.dev && one?.ino === other?.ino
}
