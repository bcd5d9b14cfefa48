import { readdir, rm } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { StorePort } from '../../contract/Store.ts'
import { loadSqlite } from './loadSqlite.ts'
import { context, hasSqlite, setUpFolder } from './sqliteFolder.testing.ts'
import { sqlitePort } from './sqlitePort.ts'

/** A port, and the databases that it opens. */
function portIn(folder: string): { port: StorePort; opened: DatabaseSync[] } {
  const opened: DatabaseSync[] = []
  const port = sqlitePort(folder, (path) => {
    const database = loadSqlite()(path)
    opened.push(database)
    return database
  })
  return { port, opened }
}

const write = (port: StorePort, text: string): Promise<unknown> =>
  port.commit('a', () => ({ next: text, result: 0 }), context())

/** Watches a port until `stop` is called, or the test ends. */
function watch(port: StorePort, isWaiting: boolean) {
  const listener = vi.fn<() => void>()
  let stopOnce: (() => void) | undefined = port.watch('a', listener, { isWaiting })
  const stop = (): void => {
    stopOnce?.()
    stopOnce = undefined
  }
  onTestFinished(stop)
  return { listener, stop }
}

const microtask = (): Promise<void> => Promise.resolve()

describe.runIf(hasSqlite)('a watch of sqlitePort', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    return () => vi.useRealTimers()
  })

  it.each([
    [true, 10],
    [false, 250],
  ])('tells of a write of another process, if a call waits: %s, after %i ms', async (isWaiting, everyMs) => {
    const folder = await setUpFolder()
    const { port } = portIn(folder)
    await write(port, '1')
    const { listener } = watch(port, isWaiting)
    await write(portIn(folder).port, '2')
    vi.advanceTimersByTime(everyMs - 1)
    expect(listener).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(listener).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(10 * everyMs)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('does not tell of what was written before, nor by the port that watches', async () => {
    const folder = await setUpFolder()
    const { port } = portIn(folder)
    await write(port, '1')
    await write(portIn(folder).port, '2')
    const { listener } = watch(port, true)
    await write(port, '3')
    vi.advanceTimersByTime(100)
    expect(listener).not.toHaveBeenCalled()
  })

  it('does not tell of a database that the port has not opened yet', async () => {
    const folder = await setUpFolder()
    const { port, opened } = portIn(folder)
    const { listener } = watch(port, true)
    vi.advanceTimersByTime(100)
    expect(opened).toEqual([])
    await write(port, '1')
    vi.advanceTimersByTime(100)
    expect(listener).not.toHaveBeenCalled()
    await write(portIn(folder).port, '2')
    vi.advanceTimersByTime(100)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('tells once of a database that was removed', async () => {
    const folder = await setUpFolder()
    const { port } = portIn(folder)
    await write(port, '1')
    const { listener } = watch(port, true)
    await rm(folder, { recursive: true })
    vi.advanceTimersByTime(100)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('tells each time if the database cannot be asked, so that a commit finds out why', async () => {
    const { port, opened } = portIn(await setUpFolder())
    await write(port, '1')
    const { listener } = watch(port, true)
    opened[0]?.close()
    vi.advanceTimersByTime(30)
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('asks no more once it is stopped', async () => {
    const { port } = portIn(await setUpFolder())
    await write(port, '1')
    const { stop } = watch(port, false)
    expect(vi.getTimerCount()).toBe(1)
    stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('that is the last of its port closes the database, and an earlier one does not', async () => {
    const folder = await setUpFolder()
    const files = async (): Promise<string[]> => (await readdir(join(folder, 'current'))).sort()
    const { port } = portIn(folder)
    await write(port, '1')
    const [one, other] = [watch(port, true), watch(port, false)]
    one.stop()
    await microtask()
    expect(await files()).toEqual(['bando.sqlite', 'bando.sqlite-shm', 'bando.sqlite-wal'])
    other.stop()
    await microtask()
    expect(await files()).toEqual(['bando.sqlite'])
  })

  it('that replaces another at once keeps the connection', async () => {
    const { port, opened } = portIn(await setUpFolder())
    await write(port, '1')
    watch(port, false).stop()
    watch(port, true)
    await microtask()
    await write(port, '2')
    expect(opened).toHaveLength(1)
  })
})

describe.runIf(hasSqlite)('the timer of a watch', () => {
  it.each([
    [true, 1],
    [false, 0],
  ])('keeps the process running only for a call that waits (%s)', async (isWaiting, expected) => {
    const { port } = portIn(await setUpFolder())
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
    const before = timers()
    watch(port, isWaiting)
    expect(timers() - before).toBe(expected)
  })
})
