import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { RedisServer } from '@bando/redis-server'
import { onTestFinished } from 'vitest'
import { LossyProxy } from '../../src/LossyProxy.testing.ts'
import type { MemberOrder, MemberReport } from './member.ts'

const memberFile = fileURLToPath(new URL('member.ts', import.meta.url))

export interface Member {
  readonly process: ChildProcess
  /** What it tells in the end; `undefined` if it was killed. */
  readonly report: Promise<MemberReport | undefined>
  /** Lets the calls end that are under way. */
  stop(): void
  kill(): Promise<void>
}

/** What all its processes are told. */
type FleetOrder = Pick<MemberOrder, 'limit' | 'width' | 'maxFlightMs'> & Partial<MemberOrder>

/** Resolves after `ms` of real time: what is killed or stopped in a soak lasts that long. */
export function pass(ms: number): Promise<void> {
  return sleep(ms)
}

/** Processes that share one Redis, before a mock. All of it ends with the test. */
export class Fleet {
  readonly mock: Mock
  readonly redis: RedisServer
  /** A way to Redis that can be cut. */
  readonly proxy: LossyProxy
  readonly #apiUrl: string
  readonly #order: FleetOrder
  readonly #members: Member[] = []

  private constructor(
    parts: { mock: Mock; redis: RedisServer; proxy: LossyProxy; apiUrl: string },
    order: FleetOrder,
  ) {
    this.mock = parts.mock
    this.redis = parts.redis
    this.proxy = parts.proxy
    this.#apiUrl = parts.apiUrl
    this.#order = order
  }

  static async start(order: FleetOrder, options: MockOptions = {}): Promise<Fleet> {
    const { limit } = order
    const mock = createMock({
      limit,
      anonymousLimit: limit,
      algorithm: 'sliding-log',
      headers: 'none',
      journalSize: 100_000,
      ...options,
    })
    const api = await mock.listen()
    const redis = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always')
    const proxy = await LossyProxy.start(redis.port)
    const fleet = new Fleet({ mock, redis, proxy, apiUrl: api.url }, order)
    onTestFinished(async () => {
      await Promise.all(fleet.#members.map((member) => member.kill()))
      await proxy.close()
      await redis.close()
      await api.close()
    })
    return fleet
  }

  /** Starts one more process. The first, third … use ioredis, the others node-redis. */
  join(own: Partial<MemberOrder> = {}): Member {
    const order: MemberOrder = {
      redisUrl: this.redis.url,
      client: this.#members.length % 2 === 0 ? 'ioredis' : 'node-redis',
      baseUrl: this.#apiUrl,
      ...this.#order,
      ...own,
    }
    const child = fork(memberFile, [JSON.stringify(order)], { execArgv: ['--conditions=@bando/source'] })
    const ended = once(child, 'exit')
    const report = Promise.race([
      once(child, 'message').then(([message]) => message as MemberReport),
      ended.then(() => undefined),
    ])
    const member: Member = {
      process: child,
      report,
      stop: () => void (child.connected && child.send('stop')),
      async kill() {
        if (child.exitCode !== null || child.signalCode !== null) return
        child.kill('SIGKILL')
        await ended
      },
    }
    this.#members.push(member)
    return member
  }

  /** Lets every process end. */
  stop(): void {
    for (const member of this.#members) member.stop()
  }

  /** Resolves once the mock has served so many requests from now on. */
  served(count: number): Promise<void> {
    let left = count
    return new Promise((resolve) => {
      const stop = this.mock.onRequest(({ status }) => {
        left -= status === 200 ? 1 : 0
        if (left > 0) return
        stop()
        resolve()
      })
    })
  }

  /** How many responses had each status. */
  get statuses(): Record<number, number> {
    const counts: Record<number, number> = {}
    for (const { status } of this.mock.log) counts[status] = (counts[status] ?? 0) + 1
    return counts
  }

  /** What all members had in the end, together. */
  async outcomes(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const report of await Promise.all(this.#members.map((member) => member.report)))
      for (const [name, count] of Object.entries(report?.outcomes ?? {}))
        counts[name] = (counts[name] ?? 0) + count
    return counts
  }
}
