import 'reflect-metadata'
import type { INestApplication } from '@nestjs/common'
import { ConsoleLogger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.ts'
import { readEnvironment } from './environment.ts'

export interface RunningApp {
  readonly url: string
  readonly app: INestApplication
  close(): Promise<void>
}

/**
 * Starts the service as the environment says.
 * @throws Error naming the variable that cannot work
 */
export async function startApp(variables: Readonly<Record<string, unknown>>): Promise<RunningApp> {
  const environment = readEnvironment(variables)
  const { HOST, PORT, LOG_FORMAT } = environment
  const logger = new ConsoleLogger({ logLevels: ['error', 'warn'], json: LOG_FORMAT === 'json' })
  const app = await NestFactory.create(AppModule.with(environment), { logger })
  app.enableShutdownHooks()
  await app.listen(PORT, HOST)
  return { url: await app.getUrl(), app, close: () => app.close() }
}
