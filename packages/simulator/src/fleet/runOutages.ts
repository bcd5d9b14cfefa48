import { createBando } from '@bando/core'
import { SharedMemory } from '@bando/core/testing'
import type { LatencyKind } from '../network/latency.ts'
import { Network } from '../network/Network.ts'
import type { Quota } from '../servers/Algorithm.ts'
import type { ServerKind } from '../servers/Server.ts'
import { Server } from '../servers/Server.ts'
import { seededRandom } from '../time/random.ts'
import { VirtualTime } from '../time/VirtualTime.ts'
import type { Outage } from './unreliable.ts'
import { isAway, unreliable } from './unreliable.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
/** As the members assume (P1 c). */
const maxFlightMs = 5000

/** Members that always want more, and a store that is away at times. */
export interface OutageScenario {
  readonly members: number
  readonly callers: number
  readonly token: string | undefined
  readonly server: ServerKind
  readonly quota: Quota
  readonly headers: 'none' | 'standard'
  readonly outageShare: number
  readonly outages: readonly Outage[]
  /** When the store loses what it keeps. */
  readonly lossesAtMs: readonly number[]
  readonly latency: LatencyKind
  readonly lostShare: number
  readonly minutes: number
  readonly seed: number
}

export interface OutageResult {
  readonly served: number
  readonly refused: number
  /** Requests that members sent while the store was away for them. */
  readonly sentAway: number
}

/** Lets the members spend what they may. Returns what the server made of that. */
export async function runOutages(scenario: OutageScenario): Promise<OutageResult> {
  const { token, quota, outages, outageShare, seed, latency, lostShare } = scenario
  using time = VirtualTime.apart(Date.UTC(2026, 0, 1))
  const server = new Server({ kind: scenario.server, quota, headers: scenario.headers, alignedAt: 0 })
  const network = new Network({
    time,
    random: seededRandom(seed, 'network'),
    latency,
    lostShare,
    maxFlightMs,
  })
  const random = seededRandom(seed, 'client')
  const work = seededRandom(seed, 'work')
  const disk = new SharedMemory()
  for (const atMs of scenario.lossesAtMs)
    time.schedule(() => {
      for (const key of disk.texts.keys()) disk.damage(key, undefined)
    }, atMs)
  let sentAway = 0
  const start = (member: number): void => {
    const isAwayNow = (): boolean => isAway(outages, member, time.now())
    const bando = createBando({
      ...(token === undefined ? {} : { token }),
      limit: quota,
      anonymousLimit: quota,
      maxWaitMs: Infinity,
      maxFlightMs,
      logger: quiet,
      clock: time,
      random,
      store: unreliable(disk.member(), { isAway: isAwayNow, random, outageShare }),
      fetch: (_url, { signal }) => {
        if (isAwayNow()) sentAway += 1
        return network.carry(() => server.handle(time.now()), signal)
      },
    })
    const keepCalling = async (): Promise<void> => {
      // Resolves when the simulation ends, as its timers then no longer fire.
      for (;;) {
        await time.wait(1 + work() * 500)
        await bando.get('/coolness', { dedupe: false }).catch(() => {})
      }
    }
    for (let caller = 0; caller < scenario.callers; caller += 1) void keepCalling()
  }
  for (let member = 0; member < scenario.members; member += 1) start(member)
  await time.runFor(scenario.minutes * 60_000)
  return { served: server.served, refused: server.refusedAt.length, sentAway }
}
