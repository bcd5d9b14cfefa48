import { SharedMemory } from '@bando/core/testing'
import type { Client, ClientKind } from './clients/Client.ts'
import type { LatencyKind } from './network/latency.ts'
import { Network } from './network/Network.ts'
import type { ServerKind } from './servers/Server.ts'
import { Server } from './servers/Server.ts'
import { seededRandom } from './time/random.ts'
import { VirtualTime } from './time/VirtualTime.ts'

export interface Scenario {
  readonly server: ServerKind
  readonly headers: 'none' | 'standard'
  readonly latency: LatencyKind
  /** The share of requests that get no response. */
  readonly lostShare: number
  readonly hours: number
  readonly seed: number
  /** When the process restarts. If left out, it never does. */
  readonly restartEveryMs?: number | undefined
  /** Whether the client's wall clock jumps an hour now and then. */
  readonly hasWallJumps: boolean
}

export interface Outcome {
  readonly served: number
  readonly refused: number
  /** The most refusals in any hour from the start. */
  readonly worstHour: number
  /** The share of the quota that was served. An aligned server can serve up to a window more. */
  readonly share: number
}

export const quota = { requests: 100, windowMs: 3_600_000 } as const
const workers = 100
/** As the client assumes (P1 c). */
const maxFlightMs = 60_000
/** The drift of the server's clock: 100 ppm, that of a bad quartz. */
const maxSkew = 1e-4
const wallJumpEveryMs = 3 * 3_600_000
const wallJumpMs = 3_600_000

/** Runs a hundred workers that always want more, through one kind of client, against one server. */
export async function simulate(kind: ClientKind, scenario: Scenario, onHour?: () => void): Promise<Outcome> {
  const { seed, hours } = scenario
  const epoch = Date.UTC(2026, 0, 1)
  using time = kind.usesGlobals ? VirtualTime.everywhere(epoch) : VirtualTime.apart(epoch)
  const ofServer = seededRandom(seed, 'server')
  const rate = 1 + (2 * ofServer() - 1) * maxSkew
  const server = new Server({
    kind: scenario.server,
    quota,
    headers: scenario.headers,
    alignedAt: -ofServer() * quota.windowMs,
  })
  const { latency, lostShare } = scenario
  const network = new Network({
    time,
    random: seededRandom(seed, 'network'),
    latency,
    lostShare,
    maxFlightMs,
  })
  const random = seededRandom(seed, 'client')
  const disk = new SharedMemory()

  const start = (): (() => void) => {
    const client = kind.start({
      quota,
      time,
      random,
      store: (kind.remembers ? disk : new SharedMemory()).member(),
      send: (signal) => network.carry(() => server.handle(time.now() * rate), signal),
    })
    return employ(client, time)
  }
  let stop = start()
  if (scenario.restartEveryMs !== undefined) {
    every(time, scenario.restartEveryMs, () => {
      stop()
      stop = start()
    })
  }
  if (scenario.hasWallJumps) {
    const ofWall = seededRandom(seed, 'wall')
    every(time, wallJumpEveryMs, () => time.jumpWall(ofWall() < 0.5 ? wallJumpMs : -wallJumpMs))
  }
  await time.runFor(hours * 3_600_000, onHour)
  stop()
  return summary(server, hours)
}

/** Starts the workers, and returns a function that stops them. */
function employ(client: Client, time: VirtualTime): () => void {
  let isEmployed = true
  const work = async (): Promise<void> => {
    while (isEmployed) {
      const restMs = await client.call()
      if (restMs > 0) await time.wait(restMs)
    }
  }
  for (let worker = 0; worker < workers; worker += 1) void work()
  return () => {
    isEmployed = false
    client.stop()
  }
}

function every(time: VirtualTime, ms: number, callback: () => void): void {
  const again = (): void => {
    callback()
    time.schedule(again, ms)
  }
  time.schedule(again, ms)
}

function summary({ served, refusedAt }: Server, hours: number): Outcome {
  const perHour = new Map<number, number>()
  for (const at of refusedAt) {
    const hour = Math.floor(at / 3_600_000)
    perHour.set(hour, (perHour.get(hour) ?? 0) + 1)
  }
  return {
    served,
    refused: refusedAt.length,
    worstHour: Math.max(0, ...perHour.values()),
    share: served / (quota.requests * hours),
  }
}
