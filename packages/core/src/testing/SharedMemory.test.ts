import { describe, expect, it } from 'vitest'
import type { Change, CommitContext, StorePort } from '../contract/Store.ts'
import { SharedMemory } from './SharedMemory.ts'
import { storeConformance } from './storeConformance.ts'

it.each(storeConformance)('SharedMemory $name', async (storeCase) => {
  const disk = new SharedMemory()
  await storeCase.run(() => disk.member())
})

const error = new Error('the disk is full')

/** What a change is given. */
interface Given {
  readonly text: string | undefined
  readonly lastAt: number
  readonly version: number
}

/** Commits at the instant `at`, and resolves with what the change was given. */
async function commit(port: StorePort, key: string, next?: string, at = 0): Promise<Given> {
  let lastAt = -1
  const context: CommitContext = {
    at: (last) => {
      lastAt = last
      return at
    },
    signal: new AbortController().signal,
    onDamage() {},
  }
  const change = (text: string | undefined, _at: number, version: number): Change<Given> => ({
    next,
    result: { text, lastAt, version },
  })
  return (await port.commit(key, change, context)).result
}

describe('a failure', () => {
  it('of writing rejects what would write, which changes nothing, and lets others read', async () => {
    const disk = new SharedMemory()
    const port = disk.port()
    await commit(port, 'a', 'kept')
    disk.failure = { at: 'write', error }
    await expect(commit(port, 'a', 'lost')).rejects.toBe(error)
    expect(await commit(port, 'a')).toMatchObject({ text: 'kept', version: 1 })
    expect(disk.written.commits).toBe(1)
  })

  it('of reading rejects every commit, without a run of its change', async () => {
    const disk = new SharedMemory()
    const port = disk.port()
    disk.failure = { at: 'read', error }
    let runs = 0
    const change = (): Change<number> => ({ result: (runs += 1) })
    const context = { at: () => 0, signal: new AbortController().signal, onDamage() {} }
    await expect(port.commit('a', change, context)).rejects.toBe(error)
    await expect(commit(port, 'a', 'lost')).rejects.toBe(error)
    expect(runs).toBe(0)
    expect(disk.texts.size).toBe(0)
  })

  it('ends when it is taken away', async () => {
    const disk = new SharedMemory()
    const port = disk.port()
    disk.failure = { at: 'write', error }
    await expect(commit(port, 'a', 'lost')).rejects.toBe(error)
    disk.failure = undefined
    await commit(port, 'a', 'kept')
    expect(disk.texts.get('a')).toBe('kept')
  })
})

it('counts the commits that have written, and their bytes', async () => {
  const disk = new SharedMemory()
  const port = disk.port()
  expect(disk.written).toEqual({ commits: 0, bytes: 0 })
  await commit(port, 'a', 'four')
  await commit(port, 'b', 'seven')
  await commit(port, 'a')
  expect(disk.written).toEqual({ commits: 2, bytes: 9 })
})

it('shows what it keeps, by key', async () => {
  const disk = new SharedMemory()
  await commit(disk.port(), 'a', 'one')
  await commit(disk.port(), 'b', 'two')
  expect([...disk.texts]).toEqual([
    ['a', 'one'],
    ['b', 'two'],
  ])
})

describe('damage', () => {
  it('replaces the text, and leaves the version and the time as they are', async () => {
    const disk = new SharedMemory()
    const port = disk.port()
    await commit(port, 'a', 'one', 50)
    await commit(port, 'a', 'two', 70)
    disk.damage('a', 'damaged')
    expect(await commit(port, 'a')).toEqual({ text: 'damaged', lastAt: 70, version: 2 })
  })

  it('sets a version, as a backup that is restored does', async () => {
    const disk = new SharedMemory()
    const port = disk.port()
    await commit(port, 'a', 'one')
    disk.damage('a', 'restored', 9)
    expect(await commit(port, 'a')).toMatchObject({ text: 'restored', version: 9 })
  })

  it('loses the text', async () => {
    const disk = new SharedMemory()
    const port = disk.port()
    await commit(port, 'a', 'one', 50)
    disk.damage('a', undefined)
    expect(disk.texts.has('a')).toBe(false)
    expect(await commit(port, 'a')).toEqual({ text: undefined, lastAt: 0, version: 0 })
  })

  it('puts a text where there was none, at the version 0', async () => {
    const disk = new SharedMemory()
    disk.damage('a', 'found')
    expect(await commit(disk.port(), 'a')).toEqual({ text: 'found', lastAt: 0, version: 0 })
  })

  it('is told to every member that watches', async () => {
    const disk = new SharedMemory()
    const heard: string[] = []
    for (const name of ['one', 'two']) disk.port().watch('a', () => heard.push(name), { isWaiting: true })
    disk.damage('a', 'damaged')
    expect(heard).toEqual(['one', 'two'])
  })
})

describe('a member that watches a key', () => {
  it('hears of what others write to it, and of nothing else', async () => {
    const disk = new SharedMemory()
    const [own, other] = [disk.port(), disk.port()]
    let heard = 0
    own.watch('a', () => (heard += 1), { isWaiting: true })
    await commit(own, 'a', 'own')
    await commit(other, 'b', 'of another key')
    await commit(other, 'a')
    expect(heard).toBe(0)
    await commit(other, 'a', 'news')
    expect(heard).toBe(1)
  })

  it('hears no more once it stops', async () => {
    const disk = new SharedMemory()
    let heard = 0
    const stop = disk.port().watch('a', () => (heard += 1), { isWaiting: true })
    stop()
    await commit(disk.port(), 'a', 'news')
    expect(heard).toBe(0)
  })
})
