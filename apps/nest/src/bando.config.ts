import { tokenFromFile } from '@bando/core/node'
import type { BandoModuleOptions, BandoOptionsFactory } from '@bando/nest'
import { redisStore } from '@bando/redis'
import { Inject, Injectable, Optional } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import type { Redis } from 'ioredis'
import type { Environment } from './environment.ts'
import { redisClient } from './redis.module.ts'

/** Makes the options of `BandoModule` from the environment. */
@Injectable()
export class BandoConfig implements BandoOptionsFactory {
  constructor(
    @Inject(ConfigService) private readonly config: ConfigService<Environment, true>,
    @Optional() @Inject(redisClient) private readonly redis?: Redis,
  ) {}

  createBandoOptions(): BandoModuleOptions {
    const file = this.config.get('BANDO_TOKEN_FILE', { infer: true })
    const baseUrl = this.config.get('BANDO_URL', { infer: true })
    return {
      token: file === undefined ? this.config.get('BANDO_TOKEN', { infer: true }) : tokenFromFile(file),
      ...(baseUrl !== undefined && { baseUrl }),
      // The replicas of this service share one budget.
      ...(this.redis && { store: redisStore(this.redis) }),
      // Keeps a fifth of the hour for people. Jobs do not use it.
      reserve: 0.2,
    }
  }
}
