import { createHash, randomUUID } from 'node:crypto'
import type { SharedStore } from '@bando/core/store'
import { defineStore } from '@bando/core/store'
import type { ManualClock } from '@bando/core/testing'
import { Redis } from 'ioredis'
import { ioredisCommands } from './clients/ioredisCommands.ts'
import type { RedisCommands, Subscriber } from './clients/RedisCommands.ts'
import { pause } from './commit/waits.ts'
import { defaults } from './parseOptions.ts'
import { redisPort } from './redisPort.ts'
import type { RedisStoreOptions } from './RedisStoreOptions.ts'
import type { Script } from './scripts/Script.ts'

/** A real Redis whose `TIME` is moved by hand, for members on the same clock. */
export class TimedRedis {
  readonly clock: ManualClock
  /** What `TIME` is ahead of the wall of the clock by. */
  aheadMs = 0
  /**
   * Commands that members have sent, and the bytes of their texts and replies and of what was
   * published.
   */
  readonly traffic = { commands: 0, bytes: 0 }
  /** How often each status was replied. */
  readonly statuses: Record<string, number> = {}
  readonly client: Redis
  readonly prefix = `bando-test-${randomUUID()}`
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #subscribers = new Set<Redis>()
  readonly #barriers = new Map<Redis, (id: string | undefined) => void>()
  #steps = 0

  constructor(url: string, clock: ManualClock) {
    this.client = new Redis(url)
    this.client.on('error', () => {})
    this.clock = clock
  }

  /** The store of one more member. `isAway`: whether Redis is away for it. */
  member(options: RedisStoreOptions = {}, isAway = (): boolean => false): SharedStore {
    const now = (): number => this.clock.now()
    const { prefix } = this
    // A slow machine must not count as an outage.
    const unhurried = { ...defaults, commandTimeoutMs: 600_000 }
    const pauseWithin = (ms: number, signal: AbortSignal): Promise<void> => {
      this.#steps += 1
      return this.#during(pause(ms, signal))
    }
    const port = redisPort(this.#commands(isAway), {
      ...unhurried,
      prefix,
      now,
      pause: pauseWithin,
      ...options,
    })
    return defineStore(port, options)
  }

  /** Moves on by `ms`, timer by timer, and lets Redis reply to each of them. */
  async advance(ms: number): Promise<void> {
    const until = this.clock.now() + ms
    await this.settle()
    for (let at = this.clock.nextAt; at !== undefined && at <= until; at = this.clock.nextAt) {
      await this.clock.advance(at - this.clock.now())
      await this.settle()
    }
    await this.clock.advance(until - this.clock.now())
  }

  /**
   * Resolves once every command has its reply, every message was heard, and nothing followed from
   * these.
   */
  async settle(): Promise<void> {
    for (let seen = -1; seen !== this.#steps;) {
      seen = this.#steps
      await this.clock.advance(0)
      while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
      await this.#hearAll()
      await this.clock.advance(0)
    }
  }

  async close(): Promise<void> {
    for (const subscriber of this.#subscribers) subscriber.disconnect()
    const keys = await this.client.keys(`${this.prefix}*`).catch(() => [])
    if (keys.length > 0) await this.client.del(keys)
    this.client.disconnect()
  }

  #commands(isAway: () => boolean): RedisCommands {
    const commands = ioredisCommands(this.client)
    const timed = ({ lua, ...script }: Script): Script => {
      const fake = lua.replace("redis.call('TIME')", '{ ARGV[#ARGV] / 1000, 0 }')
      return { ...script, lua: fake, sha1: createHash('sha1').update(fake).digest('hex') }
    }
    const count = async (sent: readonly string[], run: () => Promise<unknown>): Promise<unknown> => {
      this.#steps += 1
      if (isAway()) throw new Error('connect ECONNREFUSED')
      const reply = await this.#during(run())
      this.traffic.commands += 1
      const kind = `${(reply as string[])[0]}${sent[1] === '' ? ' (reads)' : ''}`
      this.statuses[kind] = (this.statuses[kind] ?? 0) + 1
      this.traffic.bytes += JSON.stringify([sent, reply]).length
      return reply
    }
    const time = (): string => String(this.clock.epoch() + this.aheadMs)
    return {
      evalsha: (script, keys, args) =>
        count(args, () => commands.evalsha(timed(script), keys, [...args, time()])),
      eval: (script, keys, args) => count(args, () => commands.eval(timed(script), keys, [...args, time()])),
      subscriber: ({ onMessage }) =>
        this.#subscriber((channel, message) => isAway() || onMessage(channel, message)),
    }
  }

  #subscriber(onMessage: (channel: string, message: string) => unknown): Subscriber {
    const connection = this.client.duplicate()
    this.#subscribers.add(connection)
    const barrier = `${this.prefix}-barrier`
    void this.#during(connection.subscribe(barrier))
    connection.on('message', (channel: string, message: string) => {
      if (channel === barrier) {
        this.#barriers.get(connection)?.(message)
        return
      }
      this.#steps += 1
      this.traffic.bytes += message.length
      onMessage(channel, message)
    })
    return {
      subscribe: async (channel) => {
        await this.#during(connection.subscribe(channel))
        this.#steps += 1
      },
      unsubscribe: (channel) => connection.unsubscribe(channel),
      close: () => {
        this.#subscribers.delete(connection)
        connection.disconnect()
        // It hears nothing more.
        this.#barriers.get(connection)?.(undefined)
      },
    }
  }

  /** Keeps `settle` until `running` has settled. */
  async #during<Value>(running: Promise<Value>): Promise<Value> {
    this.#underWay.add(running)
    return running.finally(() => this.#underWay.delete(running))
  }

  /** Messages come in order: what is heard after a message of ours was published before it. */
  async #hearAll(): Promise<void> {
    const id = randomUUID()
    const heard = [...this.#subscribers].map(
      (subscriber) =>
        new Promise<void>((resolve) => {
          this.#barriers.set(subscriber, (message) => (message ?? id) === id && resolve())
        }),
    )
    await this.client.publish(`${this.prefix}-barrier`, id)
    await Promise.all(heard)
  }
}
