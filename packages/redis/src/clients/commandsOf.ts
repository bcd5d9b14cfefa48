import { BandoConfigError } from '@bando/core'
import type { IoredisClient } from './IoredisClient.ts'
import { ioredisCommands } from './ioredisCommands.ts'
import type { NodeRedisClient } from './NodeRedisClient.ts'
import { nodeRedisCommands } from './nodeRedisCommands.ts'
import type { RedisCommands } from './RedisCommands.ts'

/**
 * Client of Redis or Valkey, from ioredis 5 or 6 or node-redis 5 or 6: single, Sentinel or Cluster.
 */
export type RedisClient = IoredisClient | NodeRedisClient

/**
 * The commands in use, by the client that the app has.
 * @throws BandoConfigError if it is of neither kind
 */
export function commandsOf(client: RedisClient): RedisCommands {
  if (isObject(client) && 'evalSha' in client) return nodeRedisCommands(client)
  if (isObject(client) && 'evalsha' in client) return ioredisCommands(client)
  throw new BandoConfigError(
    `redisStore: needs a client of ioredis or node-redis. Found ${describe(client)}.`,
  )
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Never quotes text: a URL of Redis holds a password. */
function describe(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? (value.constructor?.name ?? 'an object') : typeof value
}
