import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { RedisServer } from './RedisServer.ts'

export interface RunningCluster {
  readonly nodes: readonly RedisServer[]
  readonly close: () => Promise<void>
}

const masters = 3
const slots = 16_384

/** Starts a cluster of three masters, each with a third of the slots. */
export async function startRedisCluster(): Promise<RunningCluster> {
  const nodes = await Promise.all(
    Array.from({ length: masters }, () => RedisServer.start('--cluster-enabled', 'yes')),
  )
  const close = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.close()))
  }
  try {
    await join(nodes)
    return { nodes, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function join(nodes: readonly RedisServer[]): Promise<void> {
  const clients = nodes.map(({ url }) => new Redis(url))
  const share = Math.ceil(slots / nodes.length)
  for (const [index, client] of clients.entries()) {
    const first = index * share
    const own = Array.from({ length: Math.min(share, slots - first) }, (_, slot) => first + slot)
    await client.cluster('ADDSLOTS', ...own)
    await client.cluster('MEET', '127.0.0.1', nodes[0]?.port ?? 0)
  }
  for (const client of clients) {
    while (!(await client.cluster('INFO')).includes('cluster_state:ok')) await sleep(20)
    client.disconnect()
  }
}
