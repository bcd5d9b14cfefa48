import type { Bando } from '@bando/core'
import { isBandoError } from '@bando/core'
import { describe, expect, it } from 'vitest'
import { countBy, mostInWindow, setUp, startRedis } from './timedMembers.testing.ts'

startRedis()

const limit = { requests: 20, windowMs: 4000 }
/** Two of twenty. */
const store = { outageShare: 0.1 } as const
/** In so long a member that tries once a second spends its share three times. */
const threeWindowsMs = 3 * 5100

/** Members that share a limit, and a Redis that can go away for all of them, or for `cut` alone. */
function setUpMembers(names: readonly string[], limited: object = { anonymousLimit: limit }) {
  const place = setUp(limited)
  const redis = { isAway: false, isCut: false }
  const join = (width: number): void => {
    for (const name of names) {
      const isAway = (): boolean => redis.isAway || (redis.isCut && name === 'cut')
      place.keepBusy(place.start(name, { redis: store, isAway }), width)
    }
  }
  const sentBy = (name: string, since: number): typeof place.log =>
    place.log.filter((each) => each.name === name && each.at >= since)
  return { ...place, redis, join, sentBy }
}

describe('outageShare', () => {
  it('is what each member may spend of a window while Redis is away, and what Redis never hands out', async () => {
    const names = ['a', 'b', 'c']
    const { timed, log, redis, join, sentBy } = setUpMembers(names)
    join(6)
    await timed.advance(9000)
    expect(mostInWindow(log, limit.windowMs)).toBe(14)
    redis.isAway = true
    await timed.advance(1100)
    const since = timed.clock.now()
    await timed.advance(threeWindowsMs)
    for (const name of names) {
      expect(sentBy(name, since).length).toBeGreaterThanOrEqual(6)
      expect(mostInWindow(sentBy(name, since), limit.windowMs)).toBe(2)
    }
    redis.isAway = false
    await timed.advance(9000)
    expect(mostInWindow(log, limit.windowMs)).toBeLessThanOrEqual(limit.requests)
    expect(log.filter(({ at }) => at >= timed.clock.now() - 4500).length).toBeGreaterThanOrEqual(14)
  })

  it('is spent by a member that alone has lost Redis, beside what Redis hands out to the other', async () => {
    const { timed, log, redis, join, sentBy } = setUpMembers(['cut', 'other'])
    join(10)
    await timed.advance(5000)
    redis.isCut = true
    // What the one that is cut off was given before counts until then.
    await timed.advance(10_000)
    const since = timed.clock.now()
    await timed.advance(threeWindowsMs)
    expect(sentBy('cut', since).length).toBeGreaterThanOrEqual(6)
    expect(mostInWindow(sentBy('cut', since), limit.windowMs)).toBe(2)
    expect(mostInWindow(sentBy('other', since), limit.windowMs)).toBe(16)
    expect(mostInWindow(log, limit.windowMs)).toBeLessThanOrEqual(limit.requests)
  })

  it('is nothing for members that have never reached Redis: nothing is sent until it is there', async () => {
    const { timed, log, redis, join } = setUpMembers(['a', 'b'])
    redis.isAway = true
    join(3)
    await timed.advance(5000)
    expect(log).toEqual([])
    redis.isAway = false
    await timed.advance(9000)
    expect(Object.keys(countBy(log.map(({ name }) => name))).sort()).toEqual(['a', 'b'])
    expect(mostInWindow(log, limit.windowMs)).toBeLessThanOrEqual(limit.requests)
  })

  it('makes calls beyond it fail at once, with onOutage fail', async () => {
    const { timed, start } = setUp({ anonymousLimit: limit })
    const redis = { isAway: false }
    const bando = start('a', { redis: { ...store, onOutage: 'fail' }, isAway: () => redis.isAway })
    const first = bando.get('/a')
    await timed.advance(1000)
    await first
    redis.isAway = true
    const outcomes = Array.from({ length: 5 }, () =>
      bando.get('/a', { dedupe: false }).then(
        () => 'served',
        (error: unknown) => (isBandoError(error) ? error.code : String(error)),
      ),
    )
    await timed.advance(100)
    expect(countBy(await Promise.all(outcomes))).toEqual({ served: 2, store: 3 })
  })

  it('is given back by a member that leaves, or a window later if it has spent of it', async () => {
    const { timed, start } = setUp({ anonymousLimit: limit, maxFlightMs: 1000 })
    const redis = { isAway: false }
    const bandoOf = (name: string): Bando => start(name, { redis: store, isAway: () => redis.isAway })
    const [staying, spending, other] = [bandoOf('staying'), bandoOf('spending'), bandoOf('other')]
    const call = async (bando: typeof staying): Promise<void> => {
      const response = bando.get('/a', { dedupe: false })
      await timed.advance(500)
      await response
    }
    const leave = async (bando: typeof staying): Promise<void> => {
      const closing = bando.close()
      await timed.advance(500)
      await closing
    }
    await call(spending)
    await call(staying)
    expect(staying.state.limit.remaining).toBe(20 - 3 * 2 - 2)
    redis.isAway = true
    await call(spending)
    redis.isAway = false
    await leave(other)
    await leave(spending)
    await timed.advance(3000)
    await call(staying)
    expect(staying.state.limit.remaining).toBe(20 - 2 * 2 - 1)
    await timed.advance(2000)
    await call(staying)
    expect(staying.state.limit.remaining).toBe(20 - 2 - 2)
  })

  it('of a token is for two members, one request at a time, and ends with the first failure (P2)', async () => {
    const { timed, log, start, keepBusy } = setUp({ token: 'bando_good', limit })
    const state = { isAway: false, isRevoked: false, most: 0 }
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      let underWay = 0
      const fetch = async (): Promise<Response> => {
        log.push({ name, at: timed.clock.now() })
        underWay += 1
        if (state.isAway) state.most = Math.max(state.most, underWay)
        await new Promise<void>((resolve) => timed.clock.schedule(resolve, 10))
        underWay -= 1
        return Response.json({}, { status: state.isRevoked ? 401 : 200 })
      }
      keepBusy(start(name, { redis: store, isAway: () => state.isAway, fetch }), 2)
    }
    await timed.advance(6000)
    state.isAway = true
    await timed.advance(1100)
    const before = log.length
    await timed.advance(threeWindowsMs)
    const shares = Object.values(countBy(log.slice(before).map(({ name }) => name)))
    expect(shares).toHaveLength(2)
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(6)
    expect(state.most).toBe(1)
    state.isRevoked = true
    const revokedAt = log.length
    await timed.advance(5000)
    expect(log.slice(revokedAt)).toHaveLength(2)
    expect(mostInWindow(log, limit.windowMs)).toBeLessThanOrEqual(limit.requests)
  })

  it('of a token rests for a minute after a response that is no success (P2)', async () => {
    const { timed, log, start } = setUp({ token: 'bando_good', limit: { requests: 1000, windowMs: 1000 } })
    const state = { isAway: false }
    const fetch = async (): Promise<Response> => {
      log.push({ name: 'a', at: timed.clock.now() })
      return Response.json({}, { status: state.isAway ? 502 : 200 })
    }
    const bando = start('a', { redis: store, isAway: () => state.isAway, fetch })
    const call = (): void => void bando.get('/a', { dedupe: false }).catch(() => {})
    call()
    await timed.advance(1000)
    state.isAway = true
    for (let count = 0; count < 3; count += 1) call()
    await timed.advance(30_000)
    expect(log).toHaveLength(2)
  })

  it.each([
    ['is not verified any more', () => {}, 60_100],
    ['is new', (bando: Bando) => bando.setToken('bando_new'), 0],
  ])('is not spent with a token that %s (P2)', async (_, change, afterMs) => {
    const { timed, log, start } = setUp({ token: 'bando_good', limit })
    const state = { isAway: false }
    const bando = start('a', { redis: store, isAway: () => state.isAway })
    const call = (): void => void bando.get('/a', { dedupe: false }).catch(() => {})
    call()
    await timed.advance(1000)
    state.isAway = true
    call()
    await timed.advance(1000)
    // Away as it is, the token is verified: one of the share is sent.
    expect(log).toHaveLength(2)
    await timed.advance(afterMs)
    change(bando)
    call()
    await timed.advance(5000)
    expect(log).toHaveLength(2)
  })
})
