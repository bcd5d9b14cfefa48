import { rm, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { LastCommit } from '../../contract/Store.ts'
import { loadSqlite } from './loadSqlite.ts'
import { context, databaseIn, hasSqlite, setUpFolder } from './sqliteFolder.testing.ts'

/** A port whose process ends when it is told to, with `last`. */
async function setUp(last: () => LastCommit | undefined) {
  const folder = await setUpFolder()
  // Other ports of this process may listen already.
  vi.resetModules()
  const { sqlitePort } = await import('./sqlitePort.ts')
  const once = vi.spyOn(process, 'prependOnceListener')
  const port = sqlitePort(folder, loadSqlite())
  const stop = port.onExit?.('a', last) ?? (() => {})
  const exit = once.mock.lastCall?.[1] as () => void
  const write = (text: string): Promise<unknown> =>
    port.commit('a', () => ({ next: text, result: undefined }), context())
  const read = async (): Promise<string | undefined> =>
    (await port.commit('a', (found) => ({ result: found }), context())).result
  return { folder, stop, exit, write, read }
}

const adding: LastCommit = {
  change: (text) => ({ next: `${text} and the last`, result: undefined }),
  context: context(),
}

describe.runIf(hasSqlite)('sqlitePort, as the process ends,', () => {
  it('makes the last commit at once', async () => {
    const { exit, write, read, stop } = await setUp(() => adding)
    await write('the first')
    exit()
    expect(await read()).toBe('the first and the last')
    stop()
  })

  it('makes none if there is none to make', async () => {
    const { exit, write, read, stop } = await setUp(() => undefined)
    await write('the first')
    exit()
    expect(await read()).toBe('the first')
    stop()
  })

  it('makes no database that it never opened, nor one that was removed', async () => {
    const last = vi.fn<() => LastCommit>(() => adding)
    const { folder, exit, write, stop } = await setUp(last)
    exit()
    expect(existsSync(folder)).toBe(false)
    await write('the first')
    await rm(folder, { recursive: true })
    exit()
    expect(existsSync(folder)).toBe(false)
    expect(last).not.toHaveBeenCalled()
    stop()
  })

  it('changes nothing of how the process ends if its database cannot be looked at', async () => {
    const { folder, exit, write, stop } = await setUp(() => adding)
    await write('the first')
    await rm(join(folder, 'current'), { recursive: true })
    await symlink('current', join(folder, 'current'))
    expect(exit).not.toThrow()
    stop()
  })

  it('changes nothing of how the process ends if the last commit cannot be made up', async () => {
    const last = vi.fn<() => LastCommit>(() => {
      throw new Error('a random source that fails')
    })
    const { exit, write, stop } = await setUp(last)
    await write('the first')
    expect(exit).not.toThrow()
    expect(last).toHaveBeenCalledOnce()
    stop()
  })

  it('gives up if another process stands still inside a transaction', async () => {
    const { folder, exit, write, read, stop } = await setUp(() => adding)
    await write('the first')
    const other = loadSqlite()(databaseIn(folder))
    other.exec('BEGIN IMMEDIATE')
    exit()
    other.close()
    expect(await read()).toBe('the first')
    stop()
  })

  it('waits for the transaction of another process', async () => {
    const { exit, write, stop } = await setUp(() => adding)
    await write('the first')
    const exec = vi.spyOn(Object.getPrototypeOf(loadSqlite()(':memory:')), 'exec')
    exit()
    expect(exec).toHaveBeenCalledWith('PRAGMA busy_timeout = 100')
    stop()
  })
})
