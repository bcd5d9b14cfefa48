import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import type { Member } from './Fleet.ts'
import { Fleet, pass } from './Fleet.ts'
import type { MemberOrder } from './member.ts'

const isLong = (process.env['BANDO_SOAK'] ?? process.env['BANDO_RUNS']) !== undefined
const limit = { requests: 60, windowMs: 2000 }

interface Place {
  readonly fleet: Fleet
  /** Reaches Redis as the others do. */
  readonly other: Member
  /** What each process is told besides. */
  readonly own: Partial<MemberOrder>
}

async function flush({ redis }: Fleet): Promise<void> {
  const client = new Redis(redis.url)
  await client.flushall()
  client.disconnect()
}

async function stopFor(member: Member, ms: number): Promise<void> {
  member.process.kill('SIGSTOP')
  await pass(ms)
  member.process.kill('SIGCONT')
}

/** Two things go wrong at once, in ways that the soak does not try one by one. */
const attacks: readonly [string, (place: Place) => Promise<void>][] = [
  [
    'Redis is flushed while one process is stopped, which then goes on',
    async ({ fleet, other }) => {
      const stopped = stopFor(other, 7000)
      await pass(1000)
      await flush(fleet)
      await stopped
    },
  ],
  [
    'Redis is flushed while it is cut off for one process, which spends its share',
    async ({ fleet }) => {
      fleet.proxy.cut()
      await pass(4000)
      await flush(fleet)
      await pass(4000)
      fleet.proxy.mend()
    },
  ],
  [
    'Redis is paused for as long as a command may take, again and again',
    async ({ fleet }) => {
      for (let time = 0; time < 5; time += 1) {
        fleet.redis.signal('SIGSTOP')
        await pass(900 + 50 * time)
        fleet.redis.signal('SIGCONT')
        await pass(300)
      }
    },
  ],
  [
    'Redis is killed while one process is stopped, and flushed as soon as it is there again',
    async ({ fleet, other }) => {
      const stopped = stopFor(other, 3000)
      await fleet.redis.kill()
      await pass(2000)
      await fleet.redis.restart()
      await flush(fleet)
      await stopped
    },
  ],
  [
    'a process is killed while Redis is cut off for it, and another takes its place',
    async ({ fleet, own }) => {
      const victim = fleet.join({ ...own, redisUrl: fleet.proxy.url })
      await fleet.served(limit.requests)
      fleet.proxy.cut()
      await pass(1500)
      await victim.kill()
      fleet.proxy.mend()
      fleet.join({ ...own, redisUrl: fleet.proxy.url })
    },
  ],
  [
    'replies are lost, one after another',
    async ({ fleet }) => {
      for (let time = 0; time < 20; time += 1) {
        fleet.proxy.next = time % 2 === 0 ? 'with its reply lost' : 'after it'
        await pass(150)
      }
    },
  ],
]

describe.runIf(isLong).each([
  ['anonymous', false],
  ['with a token', true],
])('processes under load, %s, each with a share for outages', (_, hasToken) => {
  it.each(attacks)('are refused nothing, and all is served, if %s', async (name, attack) => {
    const fleet = await Fleet.start({
      limit,
      width: 4,
      maxFlightMs: 1000,
      timeoutMs: 60_000,
      store: { outageShare: 0.05 },
    })
    const own = hasToken ? { token: fleet.mock.tokens.issue() } : {}
    const [other] = [fleet.join(own), fleet.join(own)]
    fleet.join({ ...own, redisUrl: fleet.proxy.url })
    for (let time = 0; time < 2; time += 1) {
      await fleet.served(2 * limit.requests)
      await attack({ fleet, other, own })
    }
    await fleet.served(2 * limit.requests)
    const ending = fleet.outcomes()
    fleet.stop()
    // A process that was stopped may find that the API has closed its connection meanwhile.
    const allowed = name.includes('stopped') ? ['served', 'network'] : ['served']
    expect(allowed).toEqual(expect.arrayContaining(Object.keys(await ending)))
    expect(Object.keys(fleet.statuses)).toEqual(['200'])
  })
})
