import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CommitContext } from '../../contract/Store.ts'

export const hasSqlite = process.getBuiltinModule('node:sqlite') !== undefined

/** The path of a folder that does not exist yet, and is removed with the test. */
export async function setUpFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'deep', 'down')
}

/** The path of the database in `folder`. */
export const databaseIn = (folder: string): string => join(folder, 'current', 'bando.sqlite')

export function context(onDamage: (place: string) => void = () => {}, signal?: AbortSignal): CommitContext {
  return {
    at: (lastAt) => Math.max(lastAt, Date.now()),
    signal: signal ?? new AbortController().signal,
    onDamage,
  }
}
