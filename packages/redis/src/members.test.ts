import { isBandoError } from '@bando/core'
import { describe, expect, it } from 'vitest'
import type { TimedRedis } from './TimedRedis.testing.ts'
import { countBy, mostInWindow, setUp, startRedis } from './timedMembers.testing.ts'

startRedis()

describe('members on one Redis', () => {
  it('take turns, one after another, if one slot comes free at a time', async () => {
    const limit = { requests: 9999, windowMs: 1000 }
    const { timed, log, start, keepBusy } = setUp({ token: 'bando_good', maxInFlight: 1, limit })
    const names = ['a', 'b', 'c', 'd']
    for (const name of names) keepBusy(start(name), 3)
    await timed.advance(700)
    const rounds = log.slice(8, 8 + 40).map(({ name }) => name)
    expect(rounds).toHaveLength(40)
    for (let first = 0; first < rounds.length; first += 4)
      expect(rounds.slice(first, first + 4).sort()).toEqual(names)
  })

  it('lease that slot in turn, of a large limit, for little more than half a second', async () => {
    const limit = { requests: 10_000, windowMs: 1000 }
    const { timed, log, start, keepBusy } = setUp({ token: 'bando_good', maxInFlight: 1, limit })
    const names = ['a', 'b', 'c', 'd']
    for (const name of names) keepBusy(start(name), 3)
    await timed.advance(4500)
    const turns: { name: string; from: number; to: number }[] = []
    for (const { name, at } of log) {
      const last = turns.at(-1)
      if (last?.name === name) last.to = at
      else turns.push({ name, from: at, to: at })
    }
    const later = turns.slice(turns.findIndex(({ from, to }) => to - from > 100))
    expect(later.length).toBeGreaterThanOrEqual(12)
    for (let first = 0; first + 4 <= later.length; first += 4)
      expect(
        later
          .slice(first, first + 4)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(names)
    expect(Math.max(...later.map(({ from, to }) => to - from))).toBeLessThanOrEqual(550)
  })

  it.each([9999, 10_000])(
    'wait for no slot of members that do not use it, of a limit of %i',
    async (requests) => {
      const limit = { requests, windowMs: 3_600_000 }
      const { clock, timed, start } = setUp({ token: 'bando_good', limit })
      const passOnClock = (ms: number): Promise<void> => new Promise((resolve) => clock.schedule(resolve, ms))
      const waits: number[] = []
      const work = async (index: number): Promise<void> => {
        const bando = start(`member ${index}`, { latencyMs: 50 })
        await passOnClock(25 * index)
        for (;;) {
          const startedAt = clock.now()
          await bando.get('/a', { dedupe: false })
          waits.push(clock.now() - startedAt - 50)
          await passOnClock(200)
        }
      }
      // Two of them have a request in flight at a time, and a member alone could keep four slots.
      for (let index = 0; index < 8; index += 1) void work(index)
      await timed.advance(2000)
      waits.splice(0)
      await timed.advance(4000)
      expect(waits.length).toBeGreaterThanOrEqual(8 * 15)
      expect(Math.max(...waits)).toBeLessThanOrEqual(10)
    },
  )

  it('twenty of them exceed no window of a sliding log, and use at least 98 % of it, each its share', async () => {
    const limit = { requests: 40, windowMs: 3000 }
    const { timed, log, start, keepBusy } = setUp({ token: 'bando_good', limit })
    for (let index = 0; index < 20; index += 1) keepBusy(start(`member ${index}`), 2)
    await timed.advance(3 * limit.windowMs)
    expect(mostInWindow(log, limit.windowMs)).toBeLessThanOrEqual(limit.requests)
    const later = log.filter(({ at }) => at >= limit.windowMs)
    expect(later.length).toBeGreaterThanOrEqual(0.98 * 2 * limit.requests)
    const shares = Object.values(countBy(log.map(({ name }) => name)))
    expect(shares).toHaveLength(20)
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(4)
  })

  it('leave nine of ten 90 % of their pace, if every request of the tenth times out', async () => {
    const limit = { requests: 50, windowMs: 1000 }
    const play = async (hasIll: boolean): Promise<number> => {
      const options = { token: 'bando_good', limit, timeoutMs: 2000, maxFlightMs: 500 }
      const { timed, log, start, keepBusy } = setUp(options)
      for (let index = 0; index < 9; index += 1) keepBusy(start('well'), 2)
      if (hasIll) keepBusy(start('ill', { latencyMs: Infinity }), 2)
      await timed.advance(3000)
      return countBy(log.map(({ name }) => name))['well'] ?? 0
    }
    const alone = await play(false)
    expect(await play(true)).toBeGreaterThan(0.9 * alone)
  })

  it('that start at once with a bad token send one request in all', async () => {
    const { timed, log, start } = setUp({ token: 'bando_bad' })
    const rejected = (): Promise<Response> => {
      log.push({ name: 'bad', at: 0 })
      return Promise.resolve(Response.json({}, { status: 401 }))
    }
    const calls = Array.from({ length: 10 }, (_, index) =>
      start(`member ${index}`, { fetch: rejected })
        .get('/a')
        .catch((error: unknown) => isBandoError(error) && error.code),
    )
    await timed.advance(1000)
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 10 }, () => 'rejected'))
    expect(log).toHaveLength(1)
  })
})

describe('a call', () => {
  it('that need not wait costs two commands', async () => {
    const { timed, start } = setUp({ token: 'bando_good' })
    const bando = start('a')
    const first = bando.get('/a')
    await timed.advance(100)
    await first
    const before = timed.traffic.commands
    const second = bando.get('/b')
    await timed.advance(100)
    await second
    expect(timed.traffic.commands - before).toBe(2)
  })

  it('costs a twentieth of a command at most, if the limit is large', async () => {
    const limit = { requests: 10_000, windowMs: 60_000 }
    const { timed, log, start } = setUp({ anonymousLimit: limit })
    const bando = start('a', { latencyMs: 1 })
    await timed.advance(1000)
    const before = timed.traffic.commands
    for (let count = 0; count < 500; count += 1) {
      const call = bando.get('/a', { dedupe: false })
      await timed.advance(1)
      await call
    }
    expect(log).toHaveLength(500)
    expect(timed.traffic.commands - before).toBeLessThanOrEqual(25)
  })

  it('of another member costs a member that makes none no command', async () => {
    const { timed, start } = setUp({ token: 'bando_good' })
    const [one] = [start('one'), start('other')]
    await timed.advance(1000)
    const before = timed.traffic.commands
    const call = one.get('/a')
    await timed.advance(2000)
    await call
    expect(timed.traffic.commands - before).toBe(2)
  })
})

describe('the time of Redis', () => {
  it.each([-10_000, -3_600_000])(
    'that jumps by %i ms is never followed backwards, and goes on',
    async (jumpMs) => {
      const limit = { requests: 10, windowMs: 1000 }
      const { timed, log, start, keepBusy } = setUp({ limit, token: 'bando_good' })
      for (const name of ['a', 'b', 'c']) keepBusy(start(name), 5)
      await timed.advance(3500)
      timed.aheadMs += jumpMs
      await timed.advance(3500)
      expect(mostInWindow(log, limit.windowMs)).toBeLessThanOrEqual(limit.requests)
      // The time since the last reply before the jump is lost.
      expect(log.length).toBeGreaterThanOrEqual(6 * limit.requests)
    },
  )

  it('that is behind what the last members left is caught up by the next', async () => {
    const limit = { requests: 10, windowMs: 1000 }
    const { timed, log, start } = setUp({ anonymousLimit: limit })
    const one = start('one')
    const calls = Array.from({ length: 10 }, () => one.get('/a', { dedupe: false }))
    await timed.advance(500)
    await Promise.all(calls)
    await one.close()
    timed.aheadMs -= 60_000
    const next = start('next').get('/a')
    await timed.advance(400)
    expect(log).toHaveLength(10)
    await timed.advance(700)
    await next
    expect(log).toHaveLength(11)
  })
})

describe('what Redis keeps', () => {
  const limit = { requests: 10, windowMs: 1000 }

  it.each([
    ['is flushed', (timed: TimedRedis, key: string) => timed.client.del(key)],
    [
      'makes no sense',
      (timed: TimedRedis, key: string) => timed.client.hset(key, 'text', '{"lineage":', 'stamp', 'x.1'),
    ],
    [
      'is half of it',
      async (timed: TimedRedis, key: string) => {
        const text = (await timed.client.hget(key, 'text')) ?? ''
        return timed.client.hset(key, 'text', text.slice(0, text.length / 2), 'stamp', 'x.2')
      },
    ],
  ])(
    'that %s is written back by the members: no window is exceeded, and all is served',
    async (_, damage) => {
      const { timed, log, start, keepBusy } = setUp({ limit, token: 'bando_good' })
      for (const name of ['a', 'b', 'c']) keepBusy(start(name), 5)
      await timed.advance(2500)
      const keys = await timed.client.keys(`${timed.prefix}:*`)
      expect(keys).toHaveLength(1)
      const [found = ''] = keys
      await damage(timed, found)
      await timed.advance(4500)
      expect(mostInWindow(log, limit.windowMs)).toBeLessThanOrEqual(limit.requests)
      expect(log.filter(({ at }) => at > 4000).length).toBeGreaterThanOrEqual(2 * limit.requests)
    },
  )

  it('holds no token, stays below 8 kB, and is forgotten after the last permit', async () => {
    const { timed, start } = setUp({ token: 'bando_secret', limit: { requests: 1000, windowMs: 60_000 } })
    const bando = start('a')
    const calls = Array.from({ length: 500 }, () => bando.get('/a', { dedupe: false }))
    await timed.advance(30_000)
    await Promise.all(calls)
    const [key = ''] = await timed.client.keys(`${timed.prefix}:*`)
    const state = await timed.client.hgetall(key)
    expect(JSON.stringify(state)).not.toContain('secret')
    expect(Buffer.byteLength(state['text'] ?? '')).toBeLessThanOrEqual(8192)
    const ttl = await timed.client.pttl(key)
    expect(ttl).toBeGreaterThan(60_000)
    expect(ttl).toBeLessThan(300_000)
  })
})
