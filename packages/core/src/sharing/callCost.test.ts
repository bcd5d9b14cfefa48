import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '../contract/Store.ts'
import { id } from '../credentials/credentialId.ts'
import { createBando } from '../index.ts'
import type { Bando } from '../index.ts'
import { defineStore } from '../store/defineStore.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { SharedMemory } from '../testing/SharedMemory.ts'
import type { Snapshot } from './snapshot/Snapshot.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot/snapshotText.ts'

vi.mock('../credentials/credentialId.ts', { spy: true })
afterEach(() => vi.restoreAllMocks())

const windowMs = 3_600_000
const calls = 20

/** The store of a member that can commit as its process ends. */
function withExit(shared: SharedMemory): Store {
  return defineStore({ ...shared.port(), onExit: () => () => {} })
}

function client(clock: ManualClock, store: Store, requests: number): Bando {
  const fetch = async (): Promise<Response> => new Response('null')
  return createBando({ token: 'bando_a', limit: { requests, windowMs }, clock, store, fetch })
}

/** Makes `count` calls over most of a window, so that many permits are held at many instants. */
async function spend(bando: Bando, clock: ManualClock, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await bando.get('/a', { query: { index } })
    await clock.advance(Math.floor((windowMs * 0.9) / count))
  }
}

/** Counts what `calls` calls cost, one after another. */
async function cost(bando: Bando, shared: SharedMemory) {
  vi.mocked(id).mockClear()
  const isSnapshot = (text: string): boolean => text.includes('"lineage"')
  const parse = vi.spyOn(JSON, 'parse')
  const stringify = vi.spyOn(JSON, 'stringify')
  const before = { ...shared.written }
  for (let index = 0; index < calls; index += 1) await bando.get('/b', { query: { index } })
  return {
    commits: shared.written.commits - before.commits,
    bytes: shared.written.bytes - before.bytes,
    parsed: parse.mock.calls.filter(([text]) => isSnapshot(text)).length,
    stringified: stringify.mock.results.reduce((sum, { value }) => sum + String(value).length, 0),
    hashes: vi.mocked(id).mock.calls.length,
  }
}

describe.each([
  { requests: 100, held: 70, commits: 2 * calls, bytes: 1500 },
  { requests: 1000, held: 300, commits: calls + 2, bytes: 3500 },
  { requests: 100_000, held: 300, commits: calls / 2 + 1, bytes: 3500 },
])('of a limit of $requests with $held permits held', ({ requests, held, commits, bytes }) => {
  it('a call writes at most twice, encodes only what it changes, parses nothing, and names no endpoint', async () => {
    const [clock, shared] = [new ManualClock(), new SharedMemory()]
    await using bando = client(clock, shared.member(), requests)
    await spend(bando, clock, held)
    const spent = await cost(bando, shared)
    expect(spent).toMatchObject({ parsed: 0, hashes: 0 })
    expect(spent.commits).toBeLessThanOrEqual(commits)
    expect(spent.bytes / spent.commits).toBeLessThan(bytes)
    expect(spent.stringified / spent.commits).toBeLessThan(730)
  })

  it('a text is the same as if all of it were encoded anew', async () => {
    const [clock, shared] = [new ManualClock(), new SharedMemory()]
    await using bando = client(clock, shared.member(), requests)
    await spend(bando, clock, held)
    await cost(bando, shared)
    const texts = [...shared.texts.values()]
    expect(texts.map((text) => encodeSnapshot(decodeSnapshot(text)?.snapshot as Snapshot).text)).toEqual(
      texts,
    )
  })
})

it.each([
  [100, 70],
  [1000, 300],
])(
  'of a limit of %i a call needs half a commit at most, if its member can commit as its process ends',
  async (requests, held) => {
    const [clock, shared] = [new ManualClock(), new SharedMemory()]
    await using bando = client(clock, withExit(shared), requests)
    await spend(bando, clock, held)
    expect((await cost(bando, shared)).commits).toBeLessThanOrEqual(calls / 2)
    expect(bando.state.limit).toMatchObject({ remaining: requests - held - calls, inFlight: 0 })
  },
)

it('what another member wrote is parsed once', async () => {
  const [clock, shared] = [new ManualClock(), new SharedMemory()]
  await using one = client(clock, shared.member(), 100)
  await using other = client(clock, shared.member(), 100)
  await spend(one, clock, 10)
  await spend(other, clock, 10)
  await one.get('/a')
  const { parsed, commits } = await cost(other, shared)
  expect({ parsed, commits }).toEqual({ parsed: 1, commits: 2 * calls })
})
