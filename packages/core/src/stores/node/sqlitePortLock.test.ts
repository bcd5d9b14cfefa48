// oxlint-disable-next-line no-restricted-imports -- a spy that records each pause of the port
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { StorePort } from '../../contract/Store.ts'
import { loadSqlite } from './loadSqlite.ts'
import { context, databaseIn, hasSqlite, setUpFolder } from './sqliteFolder.testing.ts'

vi.mock('node:timers/promises', { spy: true })

// Other test files of the same process may have loaded it already.
vi.resetModules()
const { sqlitePort } = await import('./sqlitePort.ts')

async function write(port: StorePort, text: string, given = context()): Promise<string | undefined> {
  return (await port.commit('a', (found) => ({ next: text, result: found }), given)).result
}

/** A port whose database another connection has locked, until `unlock` is called. */
async function lockedPort() {
  const folder = await setUpFolder()
  const port = sqlitePort(folder, loadSqlite())
  await write(port, '1')
  const other = loadSqlite()(databaseIn(folder))
  other.exec('BEGIN IMMEDIATE')
  onTestFinished(() => other.close())
  vi.mocked(sleep).mockClear()
  return { folder, port, unlock: () => other.exec('ROLLBACK') }
}

const pauses = (): (number | undefined)[] => vi.mocked(sleep).mock.calls.map(([pauseMs]) => pauseMs)

describe.runIf(hasSqlite)('a commit of a database that another process has locked', () => {
  it.each([
    [0, [0.25, 0.5, 1, 2, 4, 4]],
    [0.25, [0.375, 0.75, 1.5, 3, 6, 6]],
    [0.75, [0.625, 1.25, 2.5, 5, 10, 10]],
  ])('waits twice as long each time, up to 8 ms, with jitter of a half (%d)', async (random, expected) => {
    const { port, unlock } = await lockedPort()
    vi.spyOn(Math, 'random').mockReturnValue(random)
    const waiting = write(port, '2')
    await expect.poll(() => pauses().length).toBeGreaterThan(5)
    unlock()
    expect(await waiting).toBe('1')
    expect(pauses().slice(0, 6)).toEqual(expected)
  })

  it('does not wait to the end of a pause if it is not needed any more', async () => {
    const { port } = await lockedPort()
    vi.spyOn(Math, 'random').mockReturnValue(1_000_000_000)
    const controller = new AbortController()
    const waiting = write(port, '2', context(undefined, controller.signal))
    expect(pauses()).toHaveLength(1)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', cause: { message: 'enough' } })
  })

  it('rejects after 10 s, not before, and names the database', async () => {
    const { folder, port } = await lockedPort()
    const now = vi.spyOn(performance, 'now').mockReturnValue(5000)
    const ended = vi.fn<(error: unknown) => void>()
    const waiting = write(port, '2').catch(ended)
    now.mockReturnValue(14_999.9)
    now.mockClear()
    await expect.poll(() => now.mock.calls.length).toBeGreaterThan(3)
    expect(ended).not.toHaveBeenCalled()
    now.mockReturnValue(15_000)
    await waiting
    expect(ended).toHaveBeenCalledExactlyOnceWith(
      new Error(`${databaseIn(folder)} was locked by another process for 10000 ms. Is one stopped?`),
    )
  })
})
