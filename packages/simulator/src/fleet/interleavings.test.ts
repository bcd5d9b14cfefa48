import type { SharedStore } from '@bando/core'
import { createBando } from '@bando/core'
import { ManualClock, SharedMemory } from '@bando/core/testing'
import type { Scheduler } from 'fast-check'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LockoutServer } from './LockoutServer.ts'

const numRuns = Number(process.env['BANDO_RUNS'] ?? 300)
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const [old, next] = ['bando_old', 'bando_new']

/** A store whose members get their turns in whatever order the scheduler likes. */
function scheduled(store: SharedStore, scheduler: Scheduler): SharedStore {
  return {
    ...store,
    async transact(key, change) {
      await scheduler.schedule(Promise.resolve(), 'turn')
      await store.transact(key, change)
    },
  }
}

interface Fleet {
  readonly members: number
  readonly callers: number
  /** Whether the token was good before it is rolled. */
  readonly wasGood: boolean
}

/** Rolls the token of a fleet at one instant of its clock, so that the server forgets nothing meanwhile. */
async function play(scheduler: Scheduler, { members, callers, wasGood }: Fleet): Promise<LockoutServer> {
  const server = new LockoutServer()
  const disk = new SharedMemory()
  const clock = new ManualClock()
  server.issue(old)
  if (!wasGood) server.revoke(old)
  const handle = async (headers: HeadersInit | undefined): Promise<Response> => {
    await scheduler.schedule(Promise.resolve(), 'request')
    const token = new Headers(headers).get('authorization')?.replace('Bearer ', '') ?? ''
    return scheduler.schedule(Promise.resolve(server.handle(token, 0)), 'answer')
  }
  const clients = Array.from({ length: members }, () =>
    createBando({
      token: old,
      limit: { requests: 1000, windowMs: 3_600_000 },
      maxWaitMs: Infinity,
      clock,
      logger: quiet,
      store: scheduled(disk.member(), scheduler),
      fetch: (_url, { headers }) => handle(headers),
    }),
  )
  const calls = clients.flatMap((client) =>
    Array.from({ length: callers }, async (_, index) => {
      await scheduler.schedule(Promise.resolve(), 'call')
      await client.get(`/${index}`).catch(() => {})
    }),
  )
  const roll = async (): Promise<void> => {
    await scheduler.schedule(Promise.resolve(), 'roll')
    server.revoke(old)
    server.issue(next)
    await Promise.all(
      clients.map(async (client) => {
        await scheduler.schedule(Promise.resolve(), 'news')
        client.setToken(next)
      }),
    )
  }
  const rolled = roll()
  await scheduler.waitIdle()
  // Whoever still waits does so for time to pass.
  const closed = Promise.all(clients.map((client) => client.close()))
  await scheduler.waitFor(Promise.all([closed, rolled, ...calls]))
  return server
}

test('P2: at any interleaving of calls, requests, answers, turns at the store and news, no lockout', async () => {
  const fleet = fc.record({
    members: fc.integer({ min: 1, max: 3 }),
    callers: fc.integer({ min: 1, max: 7 }),
    wasGood: fc.boolean(),
  })
  let served = 0
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fleet, async (scheduler, given) => {
      const server = await play(scheduler, given)
      expect(server.lockouts).toBe(0)
      served += server.served
    }),
    { numRuns },
  )
  expect(served).toBeGreaterThan(numRuns)
})
