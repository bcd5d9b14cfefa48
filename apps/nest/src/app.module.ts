import { BandoExceptionFilter, BandoModule, BandoProxyModule } from '@bando/nest'
import type { DynamicModule } from '@nestjs/common'
import { Module } from '@nestjs/common'
import { ConfigModule } from '@nestjs/config'
import { APP_FILTER } from '@nestjs/core'
import { TerminusModule } from '@nestjs/terminus'
import { BandoConfig } from './bando.config.ts'
import { CoolnessController } from './coolness.controller.ts'
import type { Environment } from './environment.ts'
import { HealthController } from './health.controller.ts'
import { JobsModule } from './jobs/jobs.module.ts'
import { RedisModule } from './redis.module.ts'

@Module({})
export class AppModule {
  static with(environment: Environment): DynamicModule {
    const { PAGE_ORIGIN, REDIS_URL } = environment
    return {
      module: AppModule,
      imports: [
        // Reads and checks the environment before the application is made, as its logger depends on
        // it.
        ConfigModule.forRoot({
          isGlobal: true,
          ignoreEnvFile: true,
          skipProcessEnv: true,
          load: [() => environment],
        }),
        BandoModule.forRootAsync({
          useClass: BandoConfig,
          isGlobal: true,
          imports: REDIS_URL === undefined ? [] : [RedisModule.with(REDIS_URL)],
        }),
        // Calls the API for a page, which gets no token. Each address is a user.
        BandoProxyModule.forRoot({
          path: 'bando',
          allow: ['GET /coolness'],
          // A person waits.
          priority: 'high',
          origins: PAGE_ORIGIN === undefined ? [] : [PAGE_ORIGIN],
          userOf: ({ ip }) => ip,
        }),
        TerminusModule,
        ...(REDIS_URL === undefined ? [] : [JobsModule.with(REDIS_URL)]),
      ],
      controllers: [CoolnessController, HealthController],
      providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }],
    }
  }
}
