import type { SharedStore } from '@bando/core/store'
import { defineStore } from '@bando/core/store'
import type { RedisClient } from './clients/commandsOf.ts'
import { commandsOf } from './clients/commandsOf.ts'
import { parseOptions } from './parseOptions.ts'
import { redisPort } from './redisPort.ts'
import type { RedisStoreOptions } from './RedisStoreOptions.ts'

/**
 * Keeps the budget and the credential statuses in Redis or Valkey, for all processes of all
 * machines (P6, P7). Make one for each process. The app owns `client`: it connects it, listens to
 * its errors, and closes it after `bando.close()`.
 * @throws BandoConfigError if `client` or an option cannot work
 * @example createBando({ token, store: redisStore(new Redis(process.env.REDIS_URL)) })
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): SharedStore {
  const parsed = parseOptions(options)
  return defineStore(redisPort(commandsOf(client), parsed), parsed)
}
