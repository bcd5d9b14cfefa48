import { renameSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { CommitContext, StorePort } from '../../contract/Store.ts'
import type { OpenDatabase } from './loadSqlite.ts'
import { loadSqlite } from './loadSqlite.ts'
import { context, databaseIn, hasSqlite, setUpFolder } from './sqliteFolder.testing.ts'
import { sqlitePort } from './sqlitePort.ts'

const notADatabase = 'not a database at all, though it is long enough to look at'

/** A port, and how many connections it has opened. `prepare` changes a connection by its number. */
function portIn(
  folder: string,
  prepare: (database: ReturnType<OpenDatabase>, count: number) => void = () => {},
): { port: StorePort; opened: () => number } {
  let opened = 0
  const port = sqlitePort(folder, (path) => {
    opened += 1
    const database = loadSqlite()(path)
    prepare(database, opened)
    return database
  })
  return { port, opened: () => opened }
}

async function write(port: StorePort, text: string, given = context()): Promise<string | undefined> {
  return (await port.commit('a', (found) => ({ next: text, result: found }), given)).result
}

describe.runIf(hasSqlite)('a commit of sqlitePort', () => {
  it('gets the time and the version of the commit before', async () => {
    const { port } = portIn(await setUpFolder())
    const asked: number[] = []
    const given: CommitContext = {
      ...context(),
      at(lastAt) {
        asked.push(lastAt)
        return lastAt + 7
      },
    }
    const seen: unknown[] = []
    for (const next of ['1', undefined, '2']) {
      const { at, version } = await port.commit(
        'a',
        (state, changedAt, before) => {
          seen.push([state, changedAt, before])
          return { next, result: 0 }
        },
        given,
      )
      seen.push([at, version])
    }
    expect(asked).toEqual([0, 7, 7])
    expect(seen).toEqual([
      [undefined, 7, 0],
      [7, 1],
      ['1', 14, 1],
      [14, 1],
      ['1', 14, 1],
      [14, 2],
    ])
  })

  it('runs a change that throws once, and rejects with what was thrown', async () => {
    const { port } = portIn(await setUpFolder())
    const failure = new Error('no')
    const change = vi.fn<() => never>(() => {
      throw failure
    })
    await expect(port.commit('a', change, context())).rejects.toBe(failure)
    expect(change).toHaveBeenCalledOnce()
  })

  it('whose change throws lets the next one be made at once', async () => {
    const { port } = portIn(await setUpFolder())
    const failing = port.commit(
      'a',
      () => {
        throw new Error('no')
      },
      context(),
    )
    await expect(failing).rejects.toThrow('no')
    expect(await write(port, '1')).toBeUndefined()
  })

  it('writes nothing if it is not needed any more', async () => {
    const { port } = portIn(await setUpFolder())
    await write(port, '1')
    const reason = new Error('the client has left')
    const given = context(undefined, AbortSignal.abort(reason))
    await expect(write(port, '2', given)).rejects.toBe(reason)
    expect(await write(port, '3')).toBe('1')
  })

  it('opens the database again if the connection may not write', async () => {
    const folder = await setUpFolder()
    const { port, opened } = portIn(folder, (database, count) => {
      if (count === 2) database.exec('PRAGMA query_only = ON')
    })
    await write(port, '1')
    await rm(join(folder, 'current'), { recursive: true })
    await write(portIn(folder).port, '2')
    const told = vi.fn<() => void>()
    expect(await write(port, '3', context(told))).toBe('2')
    expect(opened()).toBe(3)
    expect(told).not.toHaveBeenCalled()
  })

  it('opens the next database if another process sets this one aside at the same moment', async () => {
    const folder = await setUpFolder()
    const { port, opened } = portIn(folder, (_, count) => {
      if (count === 1) renameSync(join(folder, 'current'), join(folder, 'damaged-1'))
    })
    const told = vi.fn<() => void>()
    expect(await write(port, '1', context(told))).toBeUndefined()
    expect(await write(portIn(folder).port, '2')).toBe('1')
    expect(opened()).toBe(2)
    expect(told).not.toHaveBeenCalled()
  })

  it('tries a path that cannot be opened four times, and rejects', async () => {
    const folder = await setUpFolder()
    await mkdir(databaseIn(folder), { recursive: true })
    const { port, opened } = portIn(folder)
    const told = vi.fn<() => void>()
    await expect(write(port, '1', context(told))).rejects.toMatchObject({ errcode: 14 })
    expect(opened()).toBe(4)
    expect(told).not.toHaveBeenCalled()
  })

  it('replaces three databases that are damaged again and again, and rejects', async () => {
    const folder = await setUpFolder()
    const { port, opened } = portIn(folder, () => writeFileSync(databaseIn(folder), notADatabase))
    const places: string[] = []
    await expect(
      write(
        port,
        '1',
        context((place) => void places.push(place)),
      ),
    ).rejects.toMatchObject({ errcode: 26 })
    expect(opened()).toBe(4)
    expect((await readdir(folder)).sort()).toEqual([
      'current',
      ...places.map((place) => basename(place)).sort(),
    ])
    expect(places).toHaveLength(3)
  })
})
