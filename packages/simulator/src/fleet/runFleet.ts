import type { Bando, SharedStore } from '@bando/core'
import { createBando } from '@bando/core'
import { SharedMemory } from '@bando/core/testing'
import { Network } from '../network/Network.ts'
import type { Random } from '../time/random.ts'
import { seededRandom } from '../time/random.ts'
import { VirtualTime } from '../time/VirtualTime.ts'
import type { Fleet } from './Fleet.ts'
import { Gateway } from './Gateway.ts'
import { LockoutServer } from './LockoutServer.ts'
import { isAway, unreliable } from './unreliable.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
/** A limit so large that it has no effect. */
const plenty = { requests: 1_000_000, windowMs: 1000 }

interface World {
  readonly time: VirtualTime
  readonly random: Random
  readonly work: Random
  readonly send: (path: string, token: string, signal?: AbortSignal | null) => Promise<Response>
}

/**
 * Replaces the token of a fleet under load. Returns how often the lockout occurred, and how many
 * requests were served.
 */
export async function runFleet(fleet: Fleet): Promise<{ lockouts: number; served: number }> {
  const { latency, lostShare, gatewayShare, brokenShare, maxFlightMs, seed } = fleet
  using time = VirtualTime.apart(Date.UTC(2026, 0, 1))
  const server = new LockoutServer()
  const network = new Network({
    time,
    random: seededRandom(seed, 'network'),
    latency,
    lostShare,
    maxFlightMs,
    // P2, given (a).
    reachesWithinMs: 10_000,
  })
  const gateway = new Gateway({ server, random: seededRandom(seed, 'server'), gatewayShare, brokenShare })
  const world: World = {
    time,
    random: seededRandom(seed, 'client'),
    work: seededRandom(seed, 'work'),
    send: (path, token, signal) =>
      network.carry(
        () => gateway.handle(path, token, time.now()),
        signal,
        (response) => gateway.mayLose(response, time.now()),
      ),
  }
  server.issue(token(0))
  for (const [index, { atMs }] of fleet.rolls.entries()) {
    time.schedule(() => {
      server.revoke(token(index))
      server.issue(token(index + 1))
    }, atMs)
  }
  const disk = new SharedMemory()
  const { outages = [], outageShare = 0 } = fleet
  const members = Array.from({ length: fleet.clients }, (_, index) => {
    const store = (fleet.hasSharedStore ? disk : new SharedMemory()).member()
    const isAwayNow = (): boolean => isAway(outages, index, time.now())
    return join(fleet, world, unreliable(store, { isAway: isAwayNow, random: world.work, outageShare }))
  })
  await time.runFor(fleet.minutes * 60_000)
  await Promise.all(members.map((member) => member.close()))
  return { lockouts: server.lockouts, served: server.served }
}

/** Adds a client, with its callers and the times at which it learns of new tokens. */
function join(fleet: Fleet, { time, random, work, send }: World, store: SharedStore): Bando {
  let generation = 0
  const bando = createBando({
    token: fleet.tokens === 'asked' ? () => token(generation) : token(0),
    limit: plenty,
    maxWaitMs: Infinity,
    logger: quiet,
    clock: time,
    random,
    store,
    fetch: (url, { headers, signal }) => {
      const token = new Headers(headers).get('authorization')?.replace('Bearer ', '') ?? ''
      return send(new URL(url).pathname, token, signal)
    },
  })
  for (const [index, { atMs, heardWithinMs }] of fleet.rolls.entries()) {
    time.schedule(
      () => {
        // A client may learn of a later replacement first.
        if (index + 1 < generation) return
        generation = index + 1
        if (fleet.tokens === 'set') bando.setToken(token(generation))
      },
      atMs + work() * heardWithinMs,
    )
  }
  const keepCalling = async (): Promise<void> => {
    // Resolves when the simulation ends, as its timers then no longer fire.
    for (;;) {
      await time.wait(1 + work() * fleet.restMs)
      const path = work() < fleet.openShare ? '/open' : '/coolness'
      await bando.get(path, { dedupe: false }).catch(() => {})
    }
  }
  for (let caller = 0; caller < fleet.callers; caller += 1) void keepCalling()
  return bando
}

function token(generation: number): string {
  return `bando_generation_${generation}`
}
