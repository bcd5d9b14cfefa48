import { randomUUID } from 'node:crypto'
import { RedisServer } from '@bando/redis-server'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ioredisCommands } from './clients/ioredisCommands.ts'
import { pause } from './commit/waits.ts'
import { defaults } from './parseOptions.ts'
import { redisPort } from './redisPort.ts'
import { commitV2 } from './scripts/commit.v2-1.ts'

let server: RedisServer

beforeAll(async () => {
  server = await RedisServer.start()
})
afterAll(() => server.close())

/** Runs the script by hand, at instants of our choice. */
async function setUp() {
  const redis = new Redis(server.url)
  const subscriber = new Redis(server.url)
  const key = `bando-test-${randomUUID()}`
  const messages: string[] = []
  subscriber.on('message', (channel: string, message: string) => channel === key && messages.push(message))
  await subscriber.subscribe(key, `${key}-end`)
  onTestFinished(async () => {
    await redis.del(key)
    redis.disconnect()
    subscriber.disconnect()
  })
  const commands = ioredisCommands(redis)
  let now = 1_000_000
  const timed = { ...commitV2, lua: commitV2.lua.replace("redis.call('TIME')", '{ ARGV[#ARGV] / 1000, 0 }') }
  const run = async (member: string, seen: string, stamp: string): Promise<string> => {
    const args = [seen, stamp, now, 0, 60_000, key, stamp === '' ? '' : `text of ${stamp}`, member, now]
    const reply = await commands.eval(timed, [key], args.map(String))
    const [status, , , , stored, , first] = reply as string[]
    return `${status} ${stored} ${first}`.trim()
  }
  return {
    run,
    pass: (ms: number) => {
      now += ms
    },
    line: () => redis.hget(key, 'line'),
    /** What was published, without instants and texts. */
    published: async (): Promise<string[]> => {
      const end = new Promise((resolve) => {
        subscriber.on('message', (channel: string) => channel === `${key}-end` && resolve(channel))
      })
      await redis.publish(`${key}-end`, '')
      await end
      return messages.splice(0).map((message) => message.split(' ').slice(1, 3).join(' '))
    },
  }
}

describe('a commit that comes too late', () => {
  it('stands in line behind those before it, and is called when they have committed', async () => {
    const { run, published } = await setUp()
    expect(await run('a', '', 'a.1')).toBe('done a.1')
    expect(await run('b', '', 'b.1')).toBe('changed a.1 b')
    expect(await run('c', '', 'c.1')).toBe('changed a.1 b')
    expect(await run('b', 'a.1', 'b.2')).toBe('done b.2 c')
    expect(await run('c', 'b.2', 'c.2')).toBe('done c.2')
    expect(await published()).toEqual(['> a.1', '>c b.2', '> c.2'])
  })

  it('keeps its place if it comes too late again', async () => {
    const { run } = await setUp()
    await run('a', '', 'a.1')
    await run('b', '', 'b.1')
    await run('c', '', 'c.1')
    expect(await run('a', 'a.1', 'a.2')).toBe('done a.2 b')
    expect(await run('b', 'a.1', 'b.2')).toBe('changed a.2 b')
    expect(await run('c', 'a.1', 'c.2')).toBe('changed a.2 b')
  })

  it('loses its place after half a second of silence', async () => {
    const { run, pass, line } = await setUp()
    await run('a', '', 'a.1')
    await run('b', '', 'b.1')
    pass(499)
    expect(await run('c', '', 'c.1')).toBe('changed a.1 b')
    pass(1)
    expect(await run('d', '', 'd.1')).toBe('changed a.1 c')
    pass(500)
    expect(await run('a', 'a.1', 'a.2')).toBe('done a.2')
    expect(await line()).toBe('')
  })

  it('leaves the line if it has nothing to write any more, and the next one is called', async () => {
    const { run, published } = await setUp()
    await run('a', '', 'a.1')
    await run('b', '', 'b.1')
    await run('c', '', 'c.1')
    await published()
    expect(await run('b', 'a.1', '')).toBe('done a.1 c')
    expect(await run('a', 'a.1', '')).toBe('done a.1 c')
    const [message, ...others] = await published()
    expect([message?.split(' ')[0], others]).toEqual(['>c', []])
  })

  it('stands in no line if nothing is stored any more', async () => {
    const { run, line } = await setUp()
    expect(await run('b', 'a.1', 'b.1')).toBe('changed')
    expect(await line()).toBeNull()
  })

  it('stands in no line if its member only reads', async () => {
    const { run, line } = await setUp()
    await run('a', '', 'a.1')
    expect(await run('b', '?', '')).toBe('changed a.1')
    expect(await line()).toBe('')
  })
})

it('members that are in conflict commit one after another, as they are called', async () => {
  const redis = new Redis(server.url)
  const prefix = `bando-test-${randomUUID()}`
  onTestFinished(() => redis.disconnect())
  const { signal } = new AbortController()
  const context = { at: () => 0, signal, onDamage() {} }
  const members = Array.from({ length: 8 }, (_, index) =>
    redisPort(ioredisCommands(redis), {
      ...defaults,
      prefix,
      random: () => (index + 1) / 10,
      // A member that is not called would wait for ever.
      pause: (ms, aborting) => pause(ms < 200 ? ms : 3_600_000, aborting),
    }),
  )
  const heard = members.map(
    (member) =>
      new Promise<void>((resolve) => {
        onTestFinished(member.watch('key', resolve, { isWaiting: true }))
      }),
  )
  await Promise.all(heard)
  await Promise.all(
    members.map((member, index) =>
      member.commit('key', (text = '') => ({ next: `${text} ${index}`, result: undefined }), context),
    ),
  )
  const text = await redis.hget(`${prefix}:{key}`, 'text')
  expect(text?.trim().split(' ').sort().join('')).toBe('01234567')
  await redis.del(`${prefix}:{key}`)
})
