import type { SharedStore } from '@bando/core'
import { createBando } from '@bando/core'
import { defineStore } from '@bando/core/store'
import { ManualClock, SharedMemory } from '@bando/core/testing'
import type { Scheduler } from 'fast-check'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LockoutServer } from './LockoutServer.ts'

const numRuns = Number(process.env['BANDO_RUNS'] ?? 300)
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const [old, next] = ['bando_old', 'bando_new']

/** A store whose members take turns in an order that the scheduler chooses. */
function scheduled({ port }: SharedStore, scheduler: Scheduler): SharedStore {
  return defineStore({
    async commit(key, change, context) {
      await scheduler.schedule(Promise.resolve(), 'turn')
      return port.commit(key, change, context)
    },
    watch: (key, listener, options) => port.watch(key, listener, options),
  })
}

interface Fleet {
  readonly members: number
  readonly callers: number
  /** Whether the token was valid before it was replaced. */
  readonly wasGood: boolean
  /** The fault of each response in turn; `none` for the rest. */
  readonly faults: readonly Fault[]
  /**
   * `any` replaces the token at any instant, and clients learn of it at any instant. `worst`
   * replaces it once it is verified. Then responses to failed logins go missing as long as they
   * may, and clients learn of the new token last.
   */
  readonly roll: 'any' | 'worst'
}

type Fault = 'none' | 'gateway' | 'reset' | 'broken' | 'open'

/**
 * Replaces the token of a fleet at one instant of its clock, so that the server forgets nothing.
 */
async function play(
  scheduler: Scheduler,
  { members, callers, wasGood, faults, roll: way }: Fleet,
): Promise<LockoutServer> {
  const server = new LockoutServer()
  const disk = new SharedMemory()
  const clock = new ManualClock()
  server.issue(old)
  if (!wasGood) server.revoke(old)
  let requests = 0
  let missing = 0
  let verify = (): void => {}
  const respond = (token: string): Response | Error => {
    const given = faults[requests++] ?? 'none'
    if (given === 'open') return new Response(null, { status: 404 })
    const response = server.handle(token, 0)
    const fault = way === 'worst' ? (response.status === 401 ? 'gateway' : 'none') : given
    if (response.ok) verify()
    if (fault === 'broken') return response.ok ? new Response(null, { status: 500 }) : response
    if (fault === 'none') return response
    // Of four answers to a revoked token at least one arrives (P2, given b).
    if (response.status === 401 && missing >= 3) return response
    if (response.status === 401) missing += 1
    return fault === 'gateway'
      ? new Response(null, { status: 502 })
      : new TypeError('the connection was reset')
  }
  const handle = async (headers: HeadersInit | undefined): Promise<Response> => {
    await scheduler.schedule(Promise.resolve(), 'request')
    const token = new Headers(headers).get('authorization')?.replace('Bearer ', '') ?? ''
    const response = await scheduler.schedule(Promise.resolve(respond(token)), 'answer')
    if (response instanceof Error) throw response
    return response
  }
  const isVerified = new Promise<void>((resolve) => (verify = resolve))
  const clients = Array.from({ length: members }, () =>
    createBando({
      token: old,
      limit: { requests: 1000, windowMs: 3_600_000 },
      maxWaitMs: Infinity,
      retry: { attempts: 1 },
      clock,
      logger: quiet,
      store: scheduled(disk.member(), scheduler),
      fetch: (_url, { headers }) => handle(headers),
    }),
  )
  const calls = clients.flatMap((client) =>
    Array.from({ length: callers }, async (_, index) => {
      for (let turn = 0; turn < 3; turn += 1) {
        await scheduler.schedule(Promise.resolve(), 'call')
        await client.get(`/${index}/${turn}`).catch(() => {})
      }
    }),
  )
  const roll = async (): Promise<void> => {
    if (way === 'worst' && wasGood) await isVerified
    await scheduler.schedule(Promise.resolve(), 'roll')
    server.revoke(old)
    server.issue(next)
    if (way === 'worst') await Promise.all(calls)
    await Promise.all(
      clients.map(async (client) => {
        await scheduler.schedule(Promise.resolve(), 'news')
        client.setToken(next)
      }),
    )
  }
  const rolled = roll()
  await scheduler.waitIdle()
  // The remaining calls wait for time to pass.
  const closed = Promise.all(clients.map((client) => client.close()))
  await scheduler.waitFor(Promise.all([closed, rolled, ...calls]))
  return server
}

test('P2: no lockout in any order of calls, requests, responses, store commits and new tokens', async () => {
  const fleet = fc.record({
    members: fc.integer({ min: 1, max: 5 }),
    callers: fc.integer({ min: 1, max: 7 }),
    wasGood: fc.boolean(),
    faults: fc.array(fc.constantFrom<Fault>('none', 'none', 'gateway', 'reset', 'broken', 'open'), {
      maxLength: 40,
      size: 'max',
    }),
    roll: fc.constantFrom('any' as const, 'worst' as const),
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
