import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createBando } from '@bando/core'
import type { Change, CommitContext, SharedStore } from '@bando/core/store'
import { RedisServer } from '@bando/redis-server'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { connectBy } from './clients.testing.ts'
import type { RedisStoreOptions } from './index.ts'
import { redisStore } from './index.ts'
import type { Moment } from './LossyProxy.testing.ts'
import { LossyProxy } from './LossyProxy.testing.ts'

const key = 'https://api.example#1'
let server: RedisServer

beforeAll(async () => {
  server = await RedisServer.start()
})
afterAll(() => server.close())

const context = (signal = new AbortController().signal): CommitContext => ({
  at: () => {
    throw new Error('Redis has a clock of its own')
  },
  signal,
  onDamage() {},
})

/** Adds a letter to what is stored. */
const add =
  (letter: string) =>
  (text = ''): Change<string> => ({ next: text + letter, result: text + letter })

interface SetUp {
  readonly store: SharedStore
  readonly proxy: LossyProxy
  /** A connection that nothing cuts. */
  readonly redis: Redis
  readonly name: string
}

async function setUp(connect: keyof typeof connectBy, options: RedisStoreOptions = {}): Promise<SetUp> {
  const proxy = await LossyProxy.start(server.port)
  const redis = new Redis(server.url)
  const { client, close } = await connectBy[connect](proxy.url)
  onTestFinished(async () => {
    await close()
    redis.disconnect()
    await proxy.close()
  })
  const prefix = `bando-test-${randomUUID()}`
  return { store: redisStore(client, { prefix, ...options }), proxy, redis, name: `${prefix}:{${key}}` }
}

const unreachable = (): Promise<Response> => Promise.reject(new Error('nothing may be sent'))

const clients = ['ioredis 6', 'node-redis 6'] as const
const moments: Moment[] = ['before the script', 'with its reply lost', 'after it']

describe.each(clients)('a connection by %s that is lost', (connect) => {
  it.each(moments)('%s: a commit is written once, and the next one follows', async (moment) => {
    const { store, proxy, redis, name } = await setUp(connect)
    await store.port.commit(key, add('a'), context())
    proxy.next = moment
    expect(await store.port.commit(key, add('b'), context())).toMatchObject({ result: 'ab', version: 2 })
    expect(await store.port.commit(key, add('c'), context())).toMatchObject({ result: 'abc', version: 3 })
    expect(proxy.lost).toBe(1)
    expect(await redis.hget(name, 'text')).toBe('abc')
  })

  it('for a while: a commit waits for it, and ends as soon as it is not needed any more', async () => {
    const { store, proxy } = await setUp(connect)
    await store.port.commit(key, add('a'), context())
    proxy.cut()
    const controller = new AbortController()
    const dropped = store.port.commit(key, add('b'), context(controller.signal))
    controller.abort(new Error('enough'))
    await expect(dropped).rejects.toThrow('enough')
    const waiting = store.port.commit(key, add('c'), context())
    proxy.mend()
    expect((await waiting).result).toMatch(/c$/)
  })

  it("for a while: a commit fails, and later ones at once, if the store's calls are to fail", async () => {
    const { store, proxy } = await setUp(connect, { onOutage: 'fail', commandTimeoutMs: 100 })
    proxy.cut()
    await expect(store.port.commit(key, add('b'), context())).rejects.toThrow()
    // Each failure doubles the pause until the next trial.
    const failure = () =>
      store.port.commit(key, add('b'), context()).then(String, (error: Error) => error.message)
    await expect.poll(failure).toMatch(/Redis is away/)
    proxy.mend()
    await expect
      .poll(() =>
        store.port.commit(key, add('c'), context()).then(
          ({ result }) => result,
          () => '',
        ),
      )
      .toMatch(/c$/)
  })

  it('is heard of again once it is back: nothing that was missed is missed for good', async () => {
    const { store, proxy, redis, name } = await setUp(connect)
    await store.port.commit(key, add('a'), context())
    let news = 0
    const stop = store.port.watch(key, () => (news += 1), { isWaiting: true })
    onTestFinished(stop)
    await expect.poll(() => news).toBe(1)
    proxy.cut()
    await redis.del(name)
    proxy.mend()
    await expect.poll(() => news).toBeGreaterThan(1)
    expect((await store.port.commit(key, (text) => ({ result: text }), context())).result).toBeUndefined()
  })
})

describe('Redis', () => {
  it.each(clients)('without the script gets its text (%s)', async (connect) => {
    const { store, redis } = await setUp(connect)
    await store.port.commit(key, add('a'), context())
    await redis.script('FLUSH')
    expect((await store.port.commit(key, add('b'), context())).result).toBe('ab')
    await redis.config('RESETSTAT')
    await store.port.commit(key, add('c'), context())
    expect(await redis.info('commandstats')).not.toMatch(/cmdstat_eval:/)
  })

  it.each([
    ['an evicted key', ({ redis, name }: SetUp) => redis.del(name)],
    ['FLUSHALL', ({ redis }: SetUp) => redis.flushall()],
  ])('that lost the state by %s says that there is none, and versions begin anew', async (_, lose) => {
    const place = await setUp('ioredis 6')
    const { store } = place
    for (const letter of 'abc') await store.port.commit(key, add(letter), context())
    await lose(place)
    const seen: unknown[] = []
    const { version, at } = await store.port.commit(
      key,
      (text, at, found) => {
        seen.push([text, found])
        return { next: 'new', result: at }
      },
      context(),
    )
    // It ran on what was known first, and again on what there is.
    expect(seen).toEqual([
      ['abc', 3],
      [undefined, 0],
    ])
    expect(version).toBe(1)
    expect(at).toBeGreaterThan(0)
  })

  it('is told how long what it keeps matters', async () => {
    const { store, redis, name } = await setUp('ioredis 6')
    await store.port.commit(
      key,
      (_text, at) => ({ next: 'a', keepUntil: at + 3_600_000, result: 0 }),
      context(),
    )
    const ttl = await redis.pttl(name)
    expect(ttl).toBeGreaterThan(3_000_000)
    expect(ttl).toBeLessThanOrEqual(3_660_000)
  })

  it('that refuses a command fails the commit, though calls wait for one that is away', async () => {
    const { store, redis, name } = await setUp('ioredis 6')
    await redis.set(name, 'of another app')
    await expect(store.port.commit(key, add('a'), context())).rejects.toThrow(/WRONGTYPE/)
  })

  it('that does not reply in time may run the command later, which takes nothing back', async () => {
    const own = await RedisServer.start()
    onTestFinished(() => own.close())
    const { client, close } = await connectBy['ioredis 6'](own.url)
    onTestFinished(() => void close())
    const store = redisStore(client, { commandTimeoutMs: 50 })
    await store.port.commit(key, add('a'), context())
    own.signal('SIGSTOP')
    let runs = 0
    const done = store.port.commit(
      key,
      (text) => {
        runs += 1
        // Redis goes on when the command was given up at least once.
        if (runs === 1) setTimeout(() => own.signal('SIGCONT'), 200)
        return add('b')(text)
      },
      context(),
    )
    expect((await done).result).toBe('ab')
    expect((await store.port.commit(key, (text) => ({ result: text }), context())).result).toBe('ab')
  })

  it('that is killed and started again gets the next commit', async () => {
    const own = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always')
    onTestFinished(() => own.close())
    const { client, close } = await connectBy['node-redis 6'](own.url)
    onTestFinished(() => void close())
    const store = redisStore(client)
    await store.port.commit(key, add('a'), context())
    await own.kill()
    const waiting = store.port.commit(key, add('b'), context())
    await own.restart()
    expect((await waiting).result).toBe('ab')
  })
})

describe('a user of Redis that may do little', () => {
  it.each(clients)('may do what the README says, and the store needs no more (%s)', async (connect) => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const [, ...rights] = /ACL SETUSER (.*)/.exec(readme)?.[1]?.split(' ') ?? []
    const { redis } = await setUp('ioredis 6')
    const user = `bando-${randomUUID()}`
    await redis.acl('SETUSER', user, ...rights)
    const { client, close } = await connectBy[connect](server.url.replace('//', `//${user}:password@`))
    onTestFinished(async () => {
      await close()
      await redis.acl('DELUSER', user)
    })
    await redis.acl('LOG', 'RESET')
    const store = redisStore(client)
    const heard = new Promise<void>((resolve) => {
      const stop = store.port.watch(user, resolve, { isWaiting: true })
      onTestFinished(stop)
    })
    await store.port.commit(user, add('a'), context())
    await heard
    expect((await store.port.commit(user, add('b'), context())).result).toBe('ab')
    expect(await redis.acl('LOG')).toEqual([])
  })

  it.each([
    ['wait', 700],
    ['fail', 0],
  ] as const)(
    'who may not run scripts has calls that fail with NOPERM, with onOutage %s after %i ms',
    async (onOutage, afterMs) => {
      const { redis } = await setUp('ioredis 6')
      const user = `bando-${randomUUID()}`
      await redis.acl('SETUSER', user, 'on', '>pass', '~*', '&*', '+@all', '-@scripting')
      const client = new Redis(server.url, { username: user, password: 'pass' })
      client.on('error', () => {})
      const bando = createBando({
        store: redisStore(client, { onOutage }),
        maxWaitMs: 700,
        fetch: unreachable,
      })
      onTestFinished(async () => {
        await bando.close()
        client.disconnect()
        await redis.acl('DELUSER', user)
      })
      const startedAt = performance.now()
      await expect(bando.get('/a')).rejects.toMatchObject({
        code: 'store',
        cause: { message: expect.stringContaining('NOPERM') as unknown },
      })
      // A timer may be a millisecond early.
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(afterMs - 1)
    },
  )

  it('has members that ask, if it must not subscribe', async () => {
    const { redis, name } = await setUp('ioredis 6')
    const prefix = name.slice(0, name.indexOf(':'))
    await redis.acl('SETUSER', prefix, 'on', '>pass', `~${prefix}:*`, '+@all', '-subscribe', 'resetchannels')
    const connect = (): Redis => new Redis(server.url, { username: prefix, password: 'pass' })
    const [one, other] = [connect(), connect()]
    for (const each of [one, other]) each.on('error', () => {})
    onTestFinished(() => [one, other].forEach((each) => each.disconnect()))
    const [watching, writing] = [redisStore(one, { prefix }), redisStore(other, { prefix })]
    await watching.port.commit(key, add('a'), context())
    const heard = new Promise<void>((resolve) => {
      const stop = watching.port.watch(key, resolve, { isWaiting: true })
      onTestFinished(stop)
    })
    await writing.port.commit(key, add('b'), context())
    await heard
    expect((await watching.port.commit(key, add('c'), context())).result).toBe('abc')
    await redis.acl('DELUSER', prefix)
  })
})
