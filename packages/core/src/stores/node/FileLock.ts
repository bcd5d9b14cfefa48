import { randomUUID } from 'node:crypto'
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

interface Holder {
  readonly id: string
  readonly host: string
  readonly pid: number
  /** When its process began, in the kernel's own count; `undefined` where that cannot be read. */
  readonly startedAt: string | undefined
}

/** A lock is held for milliseconds. What is this old was left by a process that cannot be asked. */
const forsakenAfterMs = 60_000
const giveUpAfterMs = 10_000
const maxPauseMs = 8

/**
 * Runs `task` while nobody else does who locks `path`. A lock is a file that only one can create; that of a process which
 * was killed is taken away.
 * @throws Error naming the holder, when it does not let go for ten seconds
 */
export async function withFileLock<Value>(path: string, task: () => Promise<Value>): Promise<Value> {
  const id = randomUUID()
  await acquire(path, { id, host: hostname(), pid: process.pid, startedAt: await startOf('self') })
  try {
    return await task()
  } finally {
    await unlink(path)
  }
}

async function acquire(path: string, holder: Holder): Promise<void> {
  // Linked from elsewhere, so that whoever sees it sees all of it.
  const written = `${path}.${holder.id}.tmp`
  await writeFile(written, JSON.stringify(holder), { mode: 0o600 })
  const giveUpAt = performance.now() + giveUpAfterMs
  try {
    for (let pauseMs = 1; !(await create(written, path)); pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
      const found = await read(path)
      if (found === undefined) continue
      if (await isForsaken(path, found)) await remove(path, found)
      else if (performance.now() < giveUpAt) await sleep(pauseMs * Math.random())
      else
        throw new Error(
          `${path} has been held for ${giveUpAfterMs} ms by process ${found.pid} of ${found.host}`,
        )
    }
  } finally {
    await unlink(written)
  }
}

async function create(from: string, path: string): Promise<boolean> {
  try {
    await link(from, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Who removes a forsaken lock is for one to do at a time, too: else a second one would remove the lock that came after. */
function remove(path: string, forsaken: Holder): Promise<void> {
  return withFileLock(`${path}.${forsaken.id}`, async () => {
    const found = await read(path)
    if (found?.id === forsaken.id) await unlink(path)
  })
}

async function isForsaken(path: string, { host, pid, startedAt }: Holder): Promise<boolean> {
  if (host === hostname()) {
    if (!isAlive(pid)) return true
    const runsSince = await startOf(pid)
    if (startedAt !== undefined && runsSince !== undefined && startedAt !== runsSince) return true
  }
  const age = await stat(path).catch(() => undefined)
  return age !== undefined && Date.now() - age.mtimeMs > forsakenAfterMs
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isCode(error, 'ESRCH')
  }
}

/** Tells a process from one that was given its number later (proc(5), field 22 of `stat`). */
async function startOf(pid: number | 'self'): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The second field is the command's name, in parentheses, and may hold spaces.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19]
}

async function read(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
