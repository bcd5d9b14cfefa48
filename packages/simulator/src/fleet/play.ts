import type { SharedStore } from '@bando/core'
import { createBando } from '@bando/core'
import { defineStore } from '@bando/core/store'
import { ManualClock, SharedMemory } from '@bando/core/testing'
import type { Scheduler } from 'fast-check'
import { LockoutServer } from './LockoutServer.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const [old, next] = ['bando_old', 'bando_new']

/** How a commit fails: before it has changed anything, or with its reply lost. */
export type CommitFault = 'none' | 'before' | 'after'

/** A store whose members take turns in an order that the scheduler chooses. */
function scheduled(
  { port }: SharedStore,
  scheduler: Scheduler,
  {
    faults,
    outageShare,
    hasExit,
  }: { readonly faults: readonly CommitFault[]; readonly outageShare: number; readonly hasExit: boolean },
): SharedStore {
  let commits = 0
  const failWith = (fault: CommitFault): void => {
    if (fault !== 'none') throw new Error('the store is away')
  }
  return defineStore(
    {
      async commit(key, change, context) {
        const fault = faults[commits++] ?? 'none'
        await scheduler.schedule(Promise.resolve(), 'turn')
        if (fault === 'before') failWith(fault)
        const committed = await port.commit(key, change, context)
        failWith(fault)
        return committed
      },
      watch: (key, listener, options) => port.watch(key, listener, options),
      // Their processes do not end.
      ...(hasExit && { onExit: () => () => {} }),
    },
    { outageShare },
  )
}

export interface Fleet {
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
  /** How many requests are served before the worst replacement. @defaultValue 1 */
  readonly servedBefore?: number
  /** How many calls each caller makes. @defaultValue 3 */
  readonly turns?: number
  /** The faults of the commits of each member in turn. @defaultValue none */
  readonly outages?: readonly (readonly CommitFault[])[]
  /** In an hour. Of a large one, members lease slots and permits. @defaultValue 1000 */
  readonly requests?: number
  /** What each member may spend while the store fails. @defaultValue 0 */
  readonly outageShare?: number
  /** Whether members can commit as their processes end. @defaultValue false */
  readonly hasExit?: boolean
}

export type Fault = 'none' | 'gateway' | 'reset' | 'broken' | 'open'

/**
 * Replaces the token of a fleet at one instant of its clock, so that the server forgets nothing.
 */
export async function play(scheduler: Scheduler, given: Fleet): Promise<LockoutServer> {
  const { members, callers, wasGood, faults, roll: way } = given
  const {
    servedBefore = 1,
    turns = 3,
    outages = [],
    outageShare = 0,
    requests = 1000,
    hasExit = false,
  } = given
  const server = new LockoutServer()
  const disk = new SharedMemory()
  const clock = new ManualClock()
  server.issue(old)
  if (!wasGood) server.revoke(old)
  let received = 0
  let missing = 0
  let verify = (): void => {}
  const respond = (token: string): Response | Error => {
    const planned = faults[received++] ?? 'none'
    if (planned === 'open') return new Response(null, { status: 404 })
    const response = server.handle(token, 0)
    const fault = way === 'worst' ? (response.status === 401 ? 'gateway' : 'none') : planned
    if (server.served >= servedBefore) verify()
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
  const clients = Array.from({ length: members }, (_, index) =>
    createBando({
      token: old,
      limit: { requests, windowMs: 3_600_000 },
      maxWaitMs: Infinity,
      retry: { attempts: 1 },
      clock,
      logger: quiet,
      store: scheduled(disk.member(), scheduler, { faults: outages[index] ?? [], outageShare, hasExit }),
      fetch: (_url, { headers }) => handle(headers),
    }),
  )
  const calls = clients.flatMap((client) =>
    Array.from({ length: callers }, async (_, index) => {
      for (let turn = 0; turn < turns; turn += 1) {
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
  // If the store was away all the time, no token was verified.
  verify()
  // The remaining calls wait for time to pass.
  const closed = Promise.all(clients.map((client) => client.close()))
  await scheduler.waitFor(Promise.all([closed, rolled, ...calls]))
  return server
}
