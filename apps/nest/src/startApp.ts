import 'reflect-metadata'
import type { BandoModuleOptions } from '@bando/nest'
import { BandoExceptionFilter } from '@bando/nest'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.ts'

export interface AppOptions extends Pick<BandoModuleOptions, 'baseUrl' | 'token' | 'limit'> {
  /** @defaultValue any that is free */
  readonly port?: number | undefined
}

export interface RunningApp {
  readonly url: string
  close(): Promise<void>
}

/** Starts the service. Its own callers do not wait for the budget: they are told when to come back. */
export async function startApp({ port = 0, ...bando }: AppOptions): Promise<RunningApp> {
  const app = await NestFactory.create(AppModule.with({ ...bando, maxWaitMs: 500 }), {
    logger: ['warn', 'error'],
  })
  app.useGlobalFilters(new BandoExceptionFilter(app.getHttpAdapter()))
  app.enableShutdownHooks()
  await app.listen(port, '127.0.0.1')
  return { url: await app.getUrl(), close: () => app.close() }
}
