import { randomUUID } from 'node:crypto'
import type { CommitContext } from '@bando/core/store'
import { RedisServer } from '@bando/redis-server'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ioredisCommands } from './clients/ioredisCommands.ts'
import { defaults } from './parseOptions.ts'
import type { RedisPortOptions } from './redisPort.ts'
import { redisPort } from './redisPort.ts'

let server: RedisServer

beforeAll(async () => {
  server = await RedisServer.start()
})
afterAll(() => server.close())

const context: CommitContext = { at: () => 0, signal: new AbortController().signal, onDamage() {} }
const write = (next: string) => () => ({ next, result: undefined })
const read = (text: string | undefined) => ({ result: text })

/** A member that listens, and whose calls fail if Redis is away. */
async function setUp() {
  const redis = new Redis(server.url)
  const state = { isLost: false, isLate: false, late: async () => {}, beforeReply: async () => {} }
  const commands = ioredisCommands(redis)
  const lossy = async (run: () => Promise<unknown>): Promise<unknown> => {
    if (state.isLate) state.late = async () => void (await run())
    else {
      const reply = await run()
      await state.beforeReply()
      if (!state.isLost) return reply
    }
    throw new Error('the reply is lost')
  }
  const options: RedisPortOptions = {
    ...defaults,
    prefix: `bando-test-${randomUUID()}`,
    onOutage: 'fail',
    random: () => 0,
  }
  const port = redisPort(
    {
      ...commands,
      evalsha: (...all) => lossy(() => commands.evalsha(...all)),
      eval: (...all) => lossy(() => commands.eval(...all)),
    },
    options,
  )
  const heard = { count: 0 }
  onTestFinished(() => redis.disconnect())
  onTestFinished(port.watch('key', () => (heard.count += 1), { isWaiting: true }))
  await expect.poll(() => heard.count).toBe(1)
  await port.commit('key', write('one'), context)
  /** Another member, whose connection is good. */
  const other = redisPort(commands, { ...options, random: () => 0.5 })
  return { port, other, state, heard }
}

describe('a commit whose reply is lost', () => {
  it('is read by the next one, also if that has nothing to write', async () => {
    const { port, state } = await setUp()
    state.isLost = true
    await expect(port.commit('key', write('two'), context)).rejects.toThrow('the reply is lost')
    state.isLost = false
    // What it had seen before counts as fresh for a second.
    const text = (): Promise<unknown> => port.commit('key', read, context).then(({ result }) => result)
    await expect.poll(text, { timeout: 500 }).toBe('two')
  })

  it('is news if Redis runs it later', async () => {
    const { port, state, heard } = await setUp()
    state.isLate = true
    await expect(port.commit('key', write('two'), context)).rejects.toThrow('the reply is lost')
    state.isLate = false
    await state.late()
    await expect.poll(() => heard.count).toBe(2)
    expect(await port.commit('key', read, context)).toMatchObject({ result: 'two' })
  })

  it('is no news if its reply comes', async () => {
    const { port, heard } = await setUp()
    await port.commit('key', write('two'), context)
    await port.commit('key', write('three'), context)
    expect(heard.count).toBe(1)
  })
})

it('a commit does not forget the later one that it has heard of before its reply', async () => {
  const { port, other, state, heard } = await setUp()
  state.beforeReply = async () => {
    await other.commit('key', write('three'), context)
    await expect.poll(() => heard.count).toBe(2)
  }
  await port.commit('key', write('two'), context)
  expect(await port.commit('key', read, context)).toMatchObject({ result: 'three' })
})
