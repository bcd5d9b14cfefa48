export { redisStore } from './redisStore.ts'

export type { RedisClient } from './clients/commandsOf.ts'
export type { RedisStoreOptions } from './RedisStoreOptions.ts'
