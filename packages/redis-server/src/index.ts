export { findRedisServer } from './findRedisServer.ts'
export { RedisServer } from './RedisServer.ts'
