import { RedisServer } from '@bando/redis-server'
import { startRedisCluster } from '@bando/redis-server/cluster'
import { Cluster, Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { createClient, createCluster } from 'redis'
import { createClient as createClient5 } from 'redis5'
import type { RedisClient } from './index.ts'

/** Connected client, and how to close it. */
export interface Connected {
  readonly client: RedisClient
  readonly close: () => unknown
}

/** Connects each client that is supported. */
export const connectBy = {
  async 'ioredis 6'(url: string): Promise<Connected> {
    const client = new Redis(url)
    client.on('error', () => {})
    return { client, close: () => client.disconnect() }
  },
  async 'ioredis 5'(url: string): Promise<Connected> {
    const client = new Redis5(url)
    client.on('error', () => {})
    return { client, close: () => client.disconnect() }
  },
  async 'node-redis 6'(url: string): Promise<Connected> {
    const client = createClient({ url })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
  async 'node-redis 5'(url: string): Promise<Connected> {
    const client = createClient5({ url })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
} as const

/** Connects each client of a cluster that is supported. */
export const connectClusterBy = {
  async ioredis(urls: readonly string[]): Promise<Connected> {
    const client = new Cluster([...urls])
    client.on('error', () => {})
    return { client, close: () => client.disconnect() }
  },
  async 'node-redis'(urls: readonly string[]): Promise<Connected> {
    const client = createCluster({ rootNodes: urls.map((url) => ({ url })) })
    client.on('error', () => {})
    await client.connect()
    return { client, close: () => client.destroy() }
  },
} as const

export interface Place {
  readonly urls: readonly string[]
  readonly close: () => Promise<void>
}

/** One Redis: that of `REDIS_URL`, or one that is started. */
export async function redis(): Promise<Place> {
  const url = process.env['REDIS_URL']
  if (url !== undefined) return { urls: [url], close: async () => {} }
  const server = await RedisServer.start()
  return { urls: [server.url], close: () => server.close() }
}

export async function threeMasters(): Promise<Place> {
  const { nodes, close } = await startRedisCluster()
  return { urls: nodes.map(({ url }) => url), close }
}
