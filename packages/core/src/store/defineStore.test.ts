import { expect, it } from 'vitest'
import { failure, json, setUp } from '../call/setUp.testing.ts'
import { SharedMemory } from '../testing/SharedMemory.ts'
import { defineStore } from './defineStore.ts'
import type { StoreOptions } from './index.ts'

const limit = { requests: 10, windowMs: 3_600_000 }

/** A client with a verified token, whose store fails from now on. */
async function setUpOutage(options?: StoreOptions) {
  const disk = new SharedMemory()
  const store = defineStore(disk.port(), options)
  const client = setUp(() => json({}), { store, limit, maxWaitMs: 30_000 })
  const first = client.bando.get('/a')
  await client.clock.advance(0)
  await first
  await client.clock.advance(1000)
  disk.failure = { at: 'read', error: new Error('the disk fails') }
  return { ...client, disk }
}

it('makes a store of a port, in which the clients of one origin keep what they share', async () => {
  const disk = new SharedMemory()
  const port = disk.port()
  const store = defineStore(port)
  expect(store).toMatchObject({ kind: 'shared', port })
  const { bando, clock } = setUp(() => json({}), { store, limit })
  const call = bando.get('/a')
  await clock.advance(0)
  await call
  await clock.advance(1000)
  const other = setUp(() => json({}), { store: disk.member(), limit, clock })
  await clock.advance(1000)
  expect(other.bando.state.limit.remaining).toBe(9)
})

it.each([undefined, {}, { onOutage: undefined, outageShare: undefined }, { onOutage: 'wait' as const }])(
  'lets a call wait for a store that fails, with the options %o',
  async (options) => {
    const { bando, clock, disk, requests } = await setUpOutage(options)
    const call = bando.get('/b')
    await clock.advance(10_000)
    expect(requests).toHaveLength(1)
    disk.failure = undefined
    await clock.advance(2000)
    expect(await call).toMatchObject({ status: 200 })
  },
)

it('lets a call fail at once if the store fails and `onOutage` is `fail`', async () => {
  const { bando, clock, requests } = await setUpOutage({ onOutage: 'fail' })
  const failed = failure(bando.get('/b'))
  await clock.advance(0)
  expect(await failed).toMatchObject({ code: 'store', sent: false })
  expect(requests).toHaveLength(1)
})

it('lets a call use the share that `outageShare` set aside if the store fails', async () => {
  const { bando, clock, requests } = await setUpOutage({ outageShare: 0.5 })
  const call = bando.get('/b')
  await clock.advance(0)
  expect(await call).toMatchObject({ status: 200 })
  expect(requests).toHaveLength(2)
})
