import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common'
import { Inject, Injectable, Logger, Module } from '@nestjs/common'
import { Redis } from 'ioredis'

/** The connection to Redis that the replicas of this service share a budget by. */
export const redisClient = Symbol('redisClient')

/** Closes the connection after the modules that use it. */
@Injectable()
class RedisConnection implements OnApplicationShutdown {
  constructor(@Inject(redisClient) private readonly client: Redis) {}

  onApplicationShutdown(): void {
    this.client.disconnect()
  }
}

@Module({})
export class RedisModule {
  static with(url: string): DynamicModule {
    const logger = new Logger('Redis')
    const connect = (): Redis => {
      const client = new Redis(url)
      // ioredis connects again by itself. Calls wait meanwhile.
      client.on('error', ({ message }: Error) => logger.warn(message))
      return client
    }
    return {
      module: RedisModule,
      providers: [{ provide: redisClient, useFactory: connect }, RedisConnection],
      exports: [redisClient],
    }
  }
}
