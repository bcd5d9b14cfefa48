import type { Bando, Limit } from '@bando/core'
import { createBando, isBandoError } from '@bando/core'
import type { RedisClient, RedisStoreOptions } from '../../src/index.ts'
import { redisStore } from '../../src/index.ts'

/** What a process among those that share a Redis is told. */
export interface MemberOrder {
  readonly redisUrl: string
  readonly client: 'ioredis' | 'node-redis'
  readonly baseUrl: string
  /** Left out: anonymous. */
  readonly token?: string | undefined
  readonly limit: Limit
  /** How many calls it makes at once, one after another until it is told to stop. */
  readonly width: number
  /** How many calls each of these makes. @defaultValue as many as there is time for */
  readonly calls?: number | undefined
  readonly maxFlightMs: number
  readonly timeoutMs?: number | undefined
  readonly store?: RedisStoreOptions | undefined
}

/** What it tells in the end. */
export interface MemberReport {
  /** How many calls ended in each way, by error code. */
  readonly outcomes: Record<string, number>
}

const order = JSON.parse(process.argv[2] ?? '') as MemberOrder
const { redisUrl, baseUrl, token, limit, width, maxFlightMs, timeoutMs = 5000 } = order
const { client, close } = await connect()
const bando = createBando({
  ...(token === undefined ? {} : { token }),
  baseUrl,
  limit,
  anonymousLimit: limit,
  store: redisStore(client, { prefix: 'fleet', ...order.store }),
  maxWaitMs: Infinity,
  timeoutMs,
  maxFlightMs,
  retry: { attempts: 1 },
})
const outcomes: Record<string, number> = {}
let isStopping = false
process.on('message', () => (isStopping = true))
process.on('disconnect', () => process.exit(1))
await Promise.all(Array.from({ length: width }, () => work(bando)))
await bando.close()
await close()
process.send?.({ outcomes } satisfies MemberReport)
process.disconnect()

async function work(bando: Bando): Promise<void> {
  const { calls = Infinity } = order
  for (let call = 0; call < calls && !isStopping; call += 1) {
    const outcome = await bando.get('/coolness', { dedupe: false }).then(
      () => 'served',
      (error: unknown) => (isBandoError(error) ? error.code : String(error)),
    )
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
}

async function connect(): Promise<{ client: RedisClient; close: () => unknown }> {
  if (order.client === 'ioredis') {
    const { Redis } = await import('ioredis')
    const client = new Redis(redisUrl)
    client.on('error', () => {})
    return { client, close: () => client.disconnect() }
  }
  const { createClient } = await import('redis')
  const client = createClient({ url: redisUrl })
  client.on('error', () => {})
  await client.connect()
  return { client, close: () => client.destroy() }
}
