import { randomUUID } from 'node:crypto'
import type { FSWatcher, Stats } from 'node:fs'
import { mkdirSync, unwatchFile, watch, watchFile } from 'node:fs'
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { SharedStore } from '../../contract/Store.ts'
import { isCode, withFileLock } from './FileLock.ts'

/** Half-written files that a killed process left are removed after this. */
const leftoverAfterMs = 60_000
/** Where a folder cannot be watched, it is looked at this often. */
const lookEveryMs = 1000
const ownerOnly = { mode: 0o600 }

/**
 * Keeps the budget and the verdicts in `folder`, which is made where it is missing: for a process that is started again, and
 * for all processes of one host (P6, P7). A process may be killed at any instant. A file that made no sense is set aside
 * there, told to the `logger`, and taken as everything spent.
 *
 * The folder must be on a local disk: processes on several hosts need another `SharedStore`. One that cannot be used fails each call
 * with a `BandoStoreError`.
 * @example createBando({ token, store: fileStore('/var/lib/my-service/bando') })
 */
export function fileStore(folder: string): SharedStore {
  const fileOf = (key: string): string => join(folder, `${encodeURIComponent(key)}.json`)
  let prepared: Promise<void> | undefined
  const prepare = (): Promise<void> =>
    (prepared ??= tidy(folder).catch((error: unknown) => {
      prepared = undefined
      throw error
    }))

  return {
    kind: 'shared',
    async transact(key, change) {
      await prepare()
      const file = fileOf(key)
      await withFileLock(`${file}.lock`, async () => {
        const next = change(await readText(file))
        if (next !== undefined) await replace(file, next)
      })
    },
    watch(key, listener) {
      const file = fileOf(key)
      const watcher = watchFolder(folder, (name) => {
        if (name === basename(file)) listener()
      })
      const look = (now: Stats, before: Stats): void => {
        if (now.mtimeMs !== before.mtimeMs) listener()
      }
      watchFile(file, { persistent: false, interval: lookEveryMs }, look)
      return () => {
        watcher?.close()
        unwatchFile(file, look)
      }
    },
    async setAside(key, text) {
      await prepare()
      const place = `${fileOf(key)}.damaged-${randomUUID().slice(0, 8)}`
      await writeFile(place, text, ownerOnly)
      return place
    },
  }
}

/** What cannot be watched is looked at now and then, and who cannot use the folder hears of it from a call. */
function watchFolder(folder: string, onChange: (name: string | null) => void): FSWatcher | undefined {
  try {
    mkdirSync(folder, { recursive: true })
    const watcher = watch(folder, { persistent: false }, (_event, name) => onChange(name))
    return watcher.on('error', () => {})
  } catch {
    return undefined
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Whoever reads `file` finds all of the old text or all of the new. */
async function replace(file: string, text: string): Promise<void> {
  const written = `${file}.${randomUUID()}.tmp`
  await writeFile(written, text, ownerOnly)
  await rename(written, file)
}

async function tidy(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.tmp')) continue
    const file = join(folder, name)
    // Another process may be tidying, too.
    const found = await stat(file).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > leftoverAfterMs) await unlink(file).catch(() => {})
  }
}
