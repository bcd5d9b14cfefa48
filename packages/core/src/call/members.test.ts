import { describe, expect, it, onTestFinished } from 'vitest'
import type { Bando, BandoOptions, Store } from '../index.ts'
import { createBando, memoryStore } from '../index.ts'
import { ManualClock, SharedMemory } from '../testing/index.ts'
import type { StorePort } from '../store/index.ts'
import { defineStore } from '../store/index.ts'
import { failure, heldBack, json } from './setUp.testing.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * Members of one store on one clock, before a server that takes `latencyMs` for each of them, or
 * never responds.
 */
function setUp(options: BandoOptions = {}) {
  const disk = new SharedMemory()
  const clock = new ManualClock()
  const log: string[] = []
  const start = (
    name: string,
    { latencyMs = 10, ...own }: BandoOptions & { latencyMs?: number } = {},
  ): Bando => {
    const bando = createBando({
      store: disk.member(),
      clock,
      logger: quiet,
      maxWaitMs: Infinity,
      retry: { attempts: 1 },
      fetch: (_url, { signal }) => {
        log.push(name)
        return new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error))
          if (latencyMs < Infinity) clock.schedule(() => resolve(json({})), latencyMs)
        })
      },
      ...options,
      ...own,
    })
    onTestFinished(() => bando.close())
    return bando
  }
  /** Makes calls one after another, `width` at a time, for ever. */
  const keepBusy = (bando: Bando, width: number): void => {
    const work = async (): Promise<void> => {
      for (;;) {
        const error = await bando.get('/a', { dedupe: false }).then(
          () => undefined,
          (error: unknown) => error,
        )
        if (error && (error as { code?: string }).code === 'closed') return
        if (error) await new Promise<void>((resolve) => clock.schedule(resolve, 10))
      }
    }
    for (let worker = 0; worker < width; worker += 1) void work()
  }
  const counts = (): Record<string, number> => {
    const found: Record<string, number> = {}
    for (const name of log) found[name] = (found[name] ?? 0) + 1
    return found
  }
  return { disk, clock, log, start, keepBusy, counts }
}

describe('turns', () => {
  it('go round, if one slot comes free at a time', async () => {
    const { clock, log, start, keepBusy } = setUp({
      token: 'bando_good',
      maxInFlight: 1,
      limit: { requests: 9999, windowMs: 1000 },
    })
    const names = ['a', 'b', 'c', 'd']
    for (const name of names) keepBusy(start(name), 5)
    await clock.advance(1000)
    const rounds = log.slice(8, 8 + 40)
    expect(rounds).toHaveLength(40)
    for (let first = 0; first < rounds.length; first += 4)
      expect(rounds.slice(first, first + 4).sort()).toEqual(names)
  })

  it('go to each alike, if the limit is what they wait for', async () => {
    const { clock, start, keepBusy, counts } = setUp({ anonymousLimit: { requests: 20, windowMs: 1000 } })
    for (const name of ['a', 'b', 'c', 'd']) keepBusy(start(name), 8)
    await clock.advance(20_000)
    const found = Object.values(counts())
    expect(found).toHaveLength(4)
    expect(Math.max(...found) - Math.min(...found)).toBeLessThanOrEqual(0.05 * Math.max(...found))
    expect(found.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.95 * 20 * 19)
  })

  it('of a member that waits for its own reasons stop no other', async () => {
    const { clock, log, start, keepBusy } = setUp({ limit: { requests: 10, windowMs: 1000 } })
    const locked = start('bad', { token: 'bando_bad', fetch: () => Promise.resolve(json({}, 401)) })
    await failure(locked.get('/a'))
    void failure(locked.get('/a', { whenLocked: 'wait' }))
    keepBusy(start('good', { token: 'bando_good' }), 4)
    await clock.advance(3000)
    expect(log.length).toBeGreaterThan(25)
  })

  it.each([1, 3])(
    'come to a member with another token, though %i slots of a large limit are leased',
    async (width) => {
      const { clock, log, start } = setUp({ limit: { requests: 100_000, windowMs: 3_600_000 } })
      const busy = start('busy', { token: 'bando_good' })
      const other = start('other', { token: 'bando_other' })
      const serve = async (calls: number): Promise<void> => {
        for (let call = 0; call < calls; call += 1) void busy.get('/a', { dedupe: false }).catch(() => {})
        await clock.advance(20)
      }
      await serve(1)
      await serve(4)
      for (let count = 0; count < 100; count += 1) await serve(width)
      void other.get('/a')
      for (let count = 0; count < 200; count += 1) await serve(width)
      expect(log).toContain('other')
    },
  )

  it('of members with different tokens cost few commits while no slot comes free', async () => {
    const { disk, clock, start } = setUp({ limit: { requests: 1000, windowMs: 3_600_000 } })
    let commits = 0
    const counted = (): Store => {
      const port = disk.port()
      return defineStore({
        watch: (key, listener, options) => port.watch(key, listener, options),
        commit(key, change, context) {
          commits += 1
          // Members that wake each other without end would stop the clock.
          if (commits > 1000) throw new Error('too many commits')
          return port.commit(key, change, context)
        },
      })
    }
    const busy = start('busy', { token: 'bando_good', latencyMs: 1000, store: counted() })
    const other = start('other', { token: 'bando_other', store: counted() })
    void busy.get('/proof')
    await clock.advance(1000)
    for (let call = 0; call < 6; call += 1) void busy.get('/a', { dedupe: false }).catch(() => {})
    await clock.advance(10)
    void other.get('/a').catch(() => {})
    await clock.advance(100)
    expect(commits).toBeLessThan(50)
  })

  type Illness = (clock: ManualClock) => BandoOptions & { latencyMs?: number }
  const cutOff = (): Promise<never> => Promise.reject(new Error('the connection was reset'))
  /** Returns how many calls four members make in 3 s beside one that is ill. */
  const callsBeside = async (illness?: Illness): Promise<number> => {
    const { clock, start, keepBusy, counts } = setUp({
      token: 'bando_good',
      limit: { requests: 50, windowMs: 1000 },
      timeoutMs: 2000,
      maxFlightMs: 500,
    })
    for (const name of ['a', 'b', 'c', 'd']) keepBusy(start(name), 4)
    if (illness) keepBusy(start('ill', illness(clock)), 4)
    await clock.advance(3000)
    const { ill: _, ...others } = counts()
    return Object.values(others).reduce((sum, count) => sum + count, 0)
  }
  let alone: Promise<number> | undefined
  it.each<[string, Illness]>([
    ['times out', () => ({ latencyMs: Infinity })],
    ['is cut off at once', () => ({ fetch: cutOff })],
    [
      'is cut off after a while',
      (clock) => ({
        fetch: () => new Promise<void>((resolve) => clock.schedule(resolve, 100)).then(cutOff),
      }),
    ],
  ])('leave four of five members what they had, if every request of the fifth %s', async (_, illness) => {
    alone ??= callsBeside()
    expect(await callsBeside(illness)).toBeGreaterThan(0.95 * (await alone))
  })
})

describe('a store that does not reply', () => {
  /** A store whose commits hang until they are let go. */
  const hanging = (disk: SharedMemory) => {
    const port = disk.port()
    const waiting: (() => void)[] = []
    let isHanging = false
    const slow: StorePort = {
      async commit(key, change, context) {
        if (isHanging) await new Promise<void>((resolve) => waiting.push(resolve))
        return port.commit(key, change, context)
      },
      watch: (key, listener, options) => port.watch(key, listener, options),
    }
    return {
      store: defineStore(slow),
      hang: () => (isHanging = true),
      letGo: () => {
        isHanging = false
        for (const go of waiting.splice(0)) go()
      },
    }
  }

  it.each([
    ['wait', 10_000],
    ['fail', 0],
  ] as const)('because it fails is told after as long as onOutage says: %s', async (onOutage, afterMs) => {
    const { disk, clock, start } = setUp({ maxWaitMs: 10_000 })
    const bando = start('a', { store: disk.member({ onOutage }) })
    await clock.advance(0)
    disk.failure = { at: 'read', error: new Error('the connection is closed') }
    let toldAt: number | undefined
    const told = failure(bando.get('/a')).finally(() => (toldAt = clock.now()))
    const since = clock.now()
    await clock.advance(20_000)
    expect(await told).toMatchObject({
      code: 'store',
      sent: false,
      cause: { message: 'the connection is closed' },
    })
    expect(Number(toldAt) - since).toBe(afterMs)
  })

  it('because it fails is a wait that ends when it works again', async () => {
    const { disk, clock, start } = setUp({ maxWaitMs: 10_000 })
    const bando = start('a')
    await clock.advance(0)
    disk.failure = { at: 'write', error: new Error('the connection is closed') }
    const calls = ['/a', '/b'].map((path) => bando.get(path))
    await clock.advance(5000)
    expect(bando.state.queue).toMatchObject({ waiting: 2, reason: 'store' })
    disk.failure = undefined
    await clock.advance(1100)
    for (const { status } of await Promise.all(calls)) expect(status).toBe(200)
  })

  it('because it fails is told within 100 ms to a call that must not wait', async () => {
    const { disk, clock, start } = setUp()
    const bando = start('a')
    await clock.advance(0)
    disk.failure = { at: 'read', error: new Error('the connection is closed') }
    const told = failure(bando.get('/a', { maxWaitMs: 0 }))
    await clock.advance(100)
    expect(await told).toMatchObject({ code: 'store', sent: false })
  })

  it('because it fails lets a member spend the permits that it has leased, and then waits', async () => {
    const { disk, clock, start, log } = setUp({ anonymousLimit: { requests: 10_000, windowMs: 1000 } })
    const bando = start('a', { latencyMs: 0 })
    for (let count = 0; count < 3; count += 1) {
      const call = bando.get('/a')
      await clock.advance(0)
      await call
    }
    const before = log.length
    disk.failure = { at: 'write', error: new Error('the connection is closed') }
    const calls = Array.from({ length: 30 }, () => bando.get('/a', { dedupe: false }))
    await clock.advance(0)
    // Of the sixteen that it holds of a large limit two were spent before.
    expect(log.length - before).toBe(14)
    disk.failure = undefined
    await clock.advance(1010)
    await Promise.all(calls)
    expect(log.length - before).toBe(30)
  })

  it('is a wait with its own reason, which ends within 100 ms for a call that must not wait', async () => {
    const { disk, clock, start } = setUp()
    const { store, hang, letGo } = hanging(disk)
    const bando = start('a', { store })
    await clock.advance(0)
    hang()
    const told = failure(bando.get('/a', { maxWaitMs: 0 }))
    await clock.advance(10)
    expect(bando.state.queue).toMatchObject({ waiting: 1, reason: 'store' })
    await clock.advance(90)
    expect(await told).toMatchObject({ code: 'limit', reason: 'store', sent: false })
    letGo()
    await clock.advance(0)
    const next = bando.get('/b')
    await clock.advance(10)
    expect((await next).status).toBe(200)
  })

  it('is told in time to a call that must not wait, though a patient one came before', async () => {
    const { disk, clock, start } = setUp()
    const { store, hang, letGo } = hanging(disk)
    const bando = start('a', { store })
    await clock.advance(0)
    hang()
    const patient = bando.get('/a', { maxWaitMs: 60_000 })
    let told: Error | undefined
    bando.get('/b', { maxWaitMs: 0 }).catch((error: Error) => (told = error))
    await clock.advance(100)
    letGo()
    await clock.advance(10)
    expect(told).toMatchObject({ code: 'limit', reason: 'store', sent: false })
    expect((await patient).status).toBe(200)
  })

  it.each([
    ['maxWaitMs', { maxWaitMs: 700 }, { code: 'limit', reason: 'store' }],
    ['deadlineMs', { deadlineMs: 700 }, { code: 'timeout' }],
  ])('ends a wait by %s', async (_, options, error) => {
    const { disk, clock, start } = setUp()
    const { store, hang, letGo } = hanging(disk)
    const bando = start('a', { store })
    await clock.advance(0)
    hang()
    let isTold = false
    const told = failure(bando.get('/a', options)).finally(() => (isTold = true))
    await clock.advance(699)
    expect(isTold).toBe(false)
    await clock.advance(1)
    expect(await told).toMatchObject(error)
    letGo()
  })

  it('ends a wait by an abort, and by close, at once', async () => {
    const { disk, clock, start } = setUp()
    const { store, hang, letGo } = hanging(disk)
    const bando = start('a', { store })
    await clock.advance(0)
    hang()
    const controller = new AbortController()
    const aborted = failure(bando.get('/a', { signal: controller.signal }))
    const closed = failure(bando.get('/b'))
    await clock.advance(1)
    controller.abort(new Error('enough'))
    expect(await aborted).toMatchObject({ message: 'enough' })
    const closing = bando.close()
    expect(await closed).toMatchObject({ code: 'closed' })
    await clock.advance(1000)
    await closing
    letGo()
  })

  it('keeps a response from its caller for 50 ms at most', async () => {
    const { disk, clock, start } = setUp()
    const { store, hang, letGo } = hanging(disk)
    const bando = start('a', { store, latencyMs: 10 })
    const call = bando.get('/a')
    await clock.advance(5)
    hang()
    let isThere = false
    void call.then(() => (isThere = true))
    await clock.advance(54)
    expect(isThere).toBe(false)
    await clock.advance(1)
    expect(isThere).toBe(true)
    letGo()
  })

  it('for longer than a lease lets nothing leave on what it grants then', async () => {
    const { disk, clock, start, log } = setUp({ anonymousLimit: { requests: 1, windowMs: 60_000 } })
    const { store, hang, letGo } = hanging(disk)
    const bando = start('a', { store })
    await clock.advance(0)
    hang()
    const call = bando.get('/a')
    await clock.advance(4600)
    letGo()
    await clock.advance(0)
    await clock.advance(100)
    expect((await call).status).toBe(200)
    // The permit that came too late was given back before another was taken.
    expect(log).toHaveLength(1)
    expect(bando.state.limit.remaining).toBe(0)
  })
})

it('a call is sent at the same instant with a store as without one, and costs no commit while it waits', async () => {
  const play = async (store: Store): Promise<number> => {
    const clock = new ManualClock()
    const statuses = [200, 502, 502, 502, 404, 502]
    const fetch = (): Promise<Response> => Promise.resolve(json({}, statuses.shift() ?? 200))
    await using bando = createBando({
      token: 'bando_good',
      store,
      clock,
      logger: quiet,
      maxWaitMs: Infinity,
      retry: { attempts: 1 },
      fetch,
    })
    const settled = (path: string): Promise<unknown> => bando.get(path).catch(() => {})
    await settled('/proof')
    await Promise.all(['/a', '/b', '/c', '/d'].map(settled))
    await settled('/e')
    const last = bando.get('/f')
    await clock.advance(60_000)
    return (await last).waitedMs
  }
  let commits = 0
  const port = new SharedMemory().port()
  const counting: StorePort = {
    watch: (key, listener, options) => port.watch(key, listener, options),
    commit(key, change, context) {
      commits += 1
      return port.commit(key, change, context)
    },
  }
  expect(await play(defineStore(counting))).toBe(await play(memoryStore()))
  expect(commits).toBeLessThan(30)
})

describe('a member that stands still', () => {
  /**
   * A member on a clock of its own, which stands still until it is moved, with a response that
   * comes when it is let go.
   */
  const setUpStopped = async (options: BandoOptions) => {
    const { clock, start } = setUp(options)
    const own = new ManualClock(clock.epoch())
    const held = heldBack()
    const stopped = start('stopped', { clock: own, fetch: () => held.promise })
    const call = stopped.get('/a')
    await clock.advance(0)
    return { clock, own, start, stopped, call, release: held.release }
  }
  const limit = { requests: 3, windowMs: 3_600_000 }

  it('holds up others until its lease ends, and no longer', async () => {
    const { clock, start, call, release } = await setUpStopped({ token: 'bando_good', limit, maxWaitMs: 0 })
    const other = start('other')
    const refusal = await failure(other.get('/b'))
    expect(refusal).toMatchObject({ code: 'limit', sent: false, retryAt: clock.epoch() + 5000 })
    await clock.advance(5000)
    const served = other.get('/b')
    await clock.advance(10)
    expect((await served).status).toBe(200)
    expect(other.state.limit.remaining).toBe(1)
    release()
    await call
  })

  it.each([
    ['token', { token: 'bando_good', limit }],
    ['anonymous', { anonymousLimit: limit }],
  ])('takes back what it held when it goes on, and nothing counts twice (%s)', async (_, options) => {
    const { clock, own, start, stopped, call, release } = await setUpStopped(options)
    const other = start('other')
    await clock.advance(5000)
    const served = other.get('/b')
    await clock.advance(10)
    await served
    await own.advance(5010)
    expect(stopped.state.limit).toMatchObject({ remaining: 1, inFlight: 1 })
    release()
    expect((await call).status).toBe(200)
    await clock.advance(1000)
    expect(other.state.limit).toMatchObject({ remaining: 1, inFlight: 0 })
  })

  it('is heard though its request ends before it has taken that back', async () => {
    const { clock, own, start, call, release } = await setUpStopped({ token: 'bando_good', limit })
    const other = start('other')
    await clock.advance(5000)
    const anonymous = start('anonymous', { token: undefined }).get('/b')
    await clock.advance(10)
    await anonymous
    release(json({}, 401))
    expect(await failure(call)).toMatchObject({ code: 'rejected' })
    await own.advance(0)
    await clock.advance(1000)
    expect(other.state.auth.status).toBe('rejected')
  })
})

describe('what is stored', () => {
  it('has seen the end of a request before its caller has the response', async () => {
    const { disk, clock, start } = setUp()
    const call = start('a').get('/a')
    await clock.advance(10)
    await call
    const [text = ''] = disk.texts.values()
    expect(text).toContain('"attempts":[]')
  })

  it('costs a call a twentieth of a commit at most, if the limit is large', async () => {
    const { disk, clock, start, log } = setUp({ anonymousLimit: { requests: 10_000, windowMs: 60_000 } })
    const bando = start('a', { latencyMs: 1 })
    await clock.advance(0)
    const before = disk.written.commits
    for (let count = 0; count < 1000; count += 1) {
      const call = bando.get('/a', { dedupe: false })
      await clock.advance(1)
      await call
    }
    expect(log).toHaveLength(1000)
    expect(disk.written.commits - before).toBeLessThanOrEqual(50)
    const [text = ''] = disk.texts.values()
    expect(text.length).toBeLessThan(8192)
    await bando.close()
    // What was written late is written in the end.
    const [last = ''] = disk.texts.values()
    expect(last).toContain('"inFlight":0')
    expect(last).toContain('"members":{\n}')
  })

  it('costs a call two commits, however many permits are held, and a bounded text', async () => {
    const requests = 100_000
    const { disk, clock, start } = setUp({
      anonymousLimit: { requests, windowMs: 3_600_000 },
    })
    const bando = start('a', { latencyMs: 0 })
    const cost = async (): Promise<{ commits: number; bytes: number }> => {
      const { commits, bytes } = disk.written
      const call = bando.get('/a')
      await clock.advance(0)
      await call
      return { commits: disk.written.commits - commits, bytes: (disk.written.bytes - bytes) / 2 }
    }
    await cost()
    const few = await cost()
    for (let index = 0; index < 600; index += 1) {
      await cost()
      await clock.advance(5000)
    }
    const many = await cost()
    expect(few.commits).toBeLessThanOrEqual(2)
    expect(many.commits).toBeLessThanOrEqual(2)
    expect(many.bytes).toBeLessThan(16_000)
  })

  it.each([
    ['without a name', {}],
    ['of an account with a name', { account: 'shop' }],
  ])('stays small, however often a token is rotated: %s', async (_, options) => {
    const limit = { requests: 100_000, windowMs: 1000 }
    const { disk, clock, start } = setUp({ token: 'bando_0', limit, ...options })
    const bando = start('a', { latencyMs: 0 })
    const size = (): number => [...disk.texts.values()].join('').length
    const lengths: number[] = []
    for (let index = 1; index <= 200; index += 1) {
      bando.setToken(`bando_${index}`)
      const call = bando.get('/a')
      await clock.advance(0)
      await call
      await clock.advance(1000)
      lengths.push(size())
    }
    expect(Math.max(...lengths.slice(150))).toBeLessThanOrEqual(1.1 * Math.max(...lengths.slice(50, 100)))
  })
})

describe('tokens', () => {
  it('that are set ten thousand times, while a call of each hundredth is served, are one budget', async () => {
    const { clock, start } = setUp({ token: 'bando_0', limit: { requests: 1000, windowMs: 3_600_000 } })
    const bando = start('a', { store: memoryStore(), latencyMs: 0 })
    for (let index = 1; index <= 10_000; index += 1) {
      bando.setToken(`bando_${index}`)
      if (index % 100 !== 0) continue
      const call = bando.get('/a')
      await clock.advance(0)
      await call
    }
    expect(bando.state.limit.remaining).toBe(900)
  })

  it('that change places while a call is in flight leave it its response, and the counts as they were', async () => {
    const { clock, start } = setUp({ limit: { requests: 1000, windowMs: 3_600_000 } })
    const one = start('a', { token: 'bando_a' })
    start('b', { token: 'bando_b' })
    const call = one.get('/a')
    await clock.advance(1)
    for (let count = 0; count < 12; count += 1) one.setToken(count % 2 === 0 ? 'bando_b' : 'bando_a')
    await clock.advance(100)
    expect((await call).status).toBe(200)
    expect(one.state.limit).toMatchObject({ remaining: 999, inFlight: 0 })
  })

  it('that change places twelve times after six requests keep 994 permits of a thousand', async () => {
    const { clock, start } = setUp({ limit: { requests: 1000, windowMs: 3_600_000 } })
    const one = start('a', { token: 'bando_a' })
    start('b', { token: 'bando_b' })
    for (let count = 0; count < 6; count += 1) {
      const call = one.get('/a')
      await clock.advance(10)
      await call
    }
    for (let count = 0; count < 12; count += 1) {
      one.setToken(count % 2 === 0 ? 'bando_b' : 'bando_a')
      await clock.advance(1)
    }
    expect(one.state.limit.remaining).toBe(994)
  })

  it('of one name share a budget through the store, though their members start with different ones', async () => {
    const { clock, start } = setUp({
      limit: { requests: 2, windowMs: 3_600_000 },
      account: 'ours',
      maxWaitMs: 0,
    })
    const [one, other] = [start('a', { token: 'bando_a' }), start('b', { token: 'bando_b' })]
    for (const bando of [one, other]) {
      const call = bando.get('/a')
      await clock.advance(10)
      await call
    }
    expect(await failure(one.get('/b'))).toMatchObject({ code: 'limit', sent: false })
    expect(await failure(other.get('/b'))).toMatchObject({ code: 'limit', sent: false })
  })
})
