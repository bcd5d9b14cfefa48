import { createBando } from '@bando/core'
import { redisStore } from '@bando/redis'
import Bottleneck from 'bottleneck'
import { Redis } from 'ioredis'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { createClient } from 'redis'

export interface Limit {
  readonly requests: number
  readonly windowMs: number
}

/** One member of those that share a limit. */
export interface Member {
  /** Takes a permit, and waits for it if it must. */
  permit(): Promise<unknown>
  close(): Promise<unknown>
}

export type Candidate = (url: string, limit: Limit) => Promise<Member>

const headers = { 'content-type': 'application/json' }

/** Waits as rate-limiter-flexible advises when there is no permit. */
async function consume(limiter: RateLimiterRedis): Promise<void> {
  for (;;) {
    const refused = await limiter.consume('key').then(
      () => undefined,
      (error: unknown) => error as { readonly msBeforeNext?: number },
    )
    if (refused === undefined) return
    if (refused.msBeforeNext === undefined) throw refused
    await new Promise((resolve) => setTimeout(resolve, refused.msBeforeNext))
  }
}

/** A permit is a whole call, with a stub in place of the network. */
const bandoClient =
  (token?: string): Candidate =>
  async (url, limit) => {
    const client = new Redis(url)
    const bando = createBando({
      ...(token === undefined ? {} : { token }),
      limit,
      anonymousLimit: limit,
      store: redisStore(client),
      maxWaitMs: Infinity,
      fetch: async () => new Response('{}', { headers }),
    })
    return {
      permit: () => bando.get('/permit', { dedupe: false }),
      async close() {
        await bando.close()
        client.disconnect()
      },
    }
  }

export const candidates = {
  '@bando/redis': bandoClient(),
  '@bando/redis with a token': bandoClient('bando_good'),
  'rate-limiter-flexible, ioredis': async (url, { requests, windowMs }) => {
    const storeClient = new Redis(url)
    const limiter = new RateLimiterRedis({ storeClient, points: requests, duration: windowMs / 1000 })
    return { permit: () => consume(limiter), close: async () => storeClient.disconnect() }
  },
  'rate-limiter-flexible, node-redis': async (url, { requests, windowMs }) => {
    const storeClient = await createClient({ url }).connect()
    const limiter = new RateLimiterRedis({
      storeClient,
      useRedisPackage: true,
      points: requests,
      duration: windowMs / 1000,
    })
    return { permit: () => consume(limiter), close: async () => storeClient.destroy() }
  },
  'bottleneck, ioredis': async (url, { requests, windowMs }) => {
    const client = new Redis(url)
    const connection = new Bottleneck.IORedisConnection({ client })
    const limiter = new Bottleneck({
      id: 'key',
      datastore: 'ioredis',
      connection,
      // Its reservoir is refreshed no more often.
      heartbeatInterval: 250,
      reservoir: requests,
      reservoirRefreshAmount: requests,
      reservoirRefreshInterval: Math.max(250, Math.ceil(windowMs / 250) * 250),
    })
    await limiter.ready()
    return {
      permit: () => limiter.schedule(async () => {}),
      async close() {
        await limiter.disconnect(true)
        await connection.disconnect(true)
        client.disconnect()
      },
    }
  },
} satisfies Readonly<Record<string, Candidate>>

export type CandidateName = keyof typeof candidates
