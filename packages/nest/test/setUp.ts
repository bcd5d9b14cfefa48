import 'reflect-metadata'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import type { DynamicModule } from '@nestjs/common'
import type { TestingModule } from '@nestjs/testing'
import { Test } from '@nestjs/testing'
import { onTestFinished } from 'vitest'
import type { BandoService } from '../src/index.ts'

/** The API with a good token, until the test is over. */
export async function startMock(
  options: Parameters<typeof createMock>[0] = {},
): Promise<{ mock: Mock; url: string; token: string }> {
  const mock = createMock(options)
  const { url, close } = await mock.listen()
  onTestFinished(close)
  return { mock, url, token: mock.tokens.issue() }
}

/** A module of these imports, until the test is over. */
export async function compile(
  ...imports: (DynamicModule | Promise<DynamicModule>)[]
): Promise<TestingModule> {
  const moduleRef = await Test.createTestingModule({ imports }).compile()
  onTestFinished(() => moduleRef.close())
  return moduleRef
}

/** Resolves as soon as the client's state is so. */
export function until(
  { client }: BandoService,
  isSo: (state: BandoService['state']) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.subscribe(look)
    function look(): void {
      if (!isSo(client.state)) return
      stop()
      resolve()
    }
    look()
  })
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
