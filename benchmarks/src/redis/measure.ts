import { Redis } from 'ioredis'
import type { Candidate, Limit, Member } from './candidates.ts'

export interface Load {
  readonly limit: Limit
  readonly members: number
  /** Permits that are asked for at once, by all members together. */
  readonly inFlight: number
  /** Permits that each member takes, or more, before those that are measured. */
  readonly first: number
  readonly permits: number
}

export interface Cost {
  readonly commands: number
  readonly bytes: number
  /** CPU of this process, in µs a permit. */
  readonly cpu: number
  readonly elapsedMs: number
}

/** Measures what permits cost. Commands within scripts count as well, as the server runs them. */
export async function measure(url: string, start: Candidate, load: Load): Promise<Cost> {
  const redis = new Redis(url)
  await redis.flushall()
  const members = await Promise.all(Array.from({ length: load.members }, () => start(url, load.limit)))
  // Joining, and the first permits, are not measured.
  await Promise.all(members.map((member) => member.permit()))
  await take(members, { ...load, permits: (load.first - 1) * load.members })
  const before = await traffic(redis)
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  await take(members, load)
  const elapsedMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  const after = await traffic(redis)
  await Promise.all(members.map((member) => member.close()))
  redis.disconnect()
  const per1000 = 1000 / load.permits
  return {
    commands: (after.commands - before.commands) * per1000,
    bytes: (after.bytes - before.bytes) * per1000,
    cpu: (user + system) / load.permits,
    elapsedMs: elapsedMs * per1000,
  }
}

/** Takes `permits`, `inFlight` of them at once, spread over the members. */
async function take(
  members: readonly Member[],
  { inFlight, permits }: Pick<Load, 'inFlight' | 'permits'>,
): Promise<void> {
  let left = permits
  const work = async (index: number): Promise<void> => {
    for (; left > 0;) {
      left -= 1
      await members[index % members.length]?.permit()
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => work(index)))
}

/** Commands that clients have sent, and bytes to and from the server. */
async function traffic(redis: Redis): Promise<{ readonly commands: number; readonly bytes: number }> {
  const [commands, stats] = await Promise.all([redis.info('commandstats'), redis.info('stats')])
  const sent = Array.from(commands.matchAll(/cmdstat_(?:evalsha|eval):calls=(\d+)/g), ([, calls]) =>
    Number(calls),
  )
  const bytes = Array.from(stats.matchAll(/total_net_(?:input|output)_bytes:(\d+)/g), ([, count]) =>
    Number(count),
  )
  return { commands: sum(sent), bytes: sum(bytes) }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
