import type { Bando, BandoOptions } from '@bando/core'
import { createBando, memoryStore } from '@bando/core'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { onTestFinished } from 'vitest'

/** A mock and its client. */
export interface Started {
  readonly mock: Mock
  readonly token: string
  readonly bando: Bando
}

/** Starts a mock behind real HTTP, and a client with a good token. Both end with the test. */
export async function startMock(mockOptions: MockOptions = {}, options: BandoOptions = {}): Promise<Started> {
  const mock = createMock(mockOptions)
  const { url, close } = await mock.listen()
  const token = mock.tokens.issue()
  const bando = createBando({ baseUrl: url, token, store: memoryStore(), ...options })
  onTestFinished(async () => {
    await bando.close()
    await close()
  })
  return { mock, token, bando }
}
