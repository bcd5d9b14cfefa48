import { memoryStore } from '@bando/core'
import type { Mock } from '@bando/mock'
import type { AxiosError } from 'axios'
import { isAxiosError } from 'axios'
import type { BandoModuleOptions } from '../src/index.ts'
import { BandoHttpService, BandoModule, BandoService } from '../src/index.ts'
import { compile, startMock } from './setUp.ts'

export interface StartedHttp {
  readonly mock: Mock
  readonly url: string
  readonly token: string
  readonly http: BandoHttpService
  readonly bando: BandoService
}

/** An application with BandoHttpService, on a mock. */
export async function startHttp(
  mockOptions: Parameters<typeof startMock>[0] = {},
  options: BandoModuleOptions = {},
): Promise<StartedHttp> {
  const { mock, url, token } = await startMock(mockOptions)
  const moduleRef = await compile(
    BandoModule.forRoot({ baseUrl: url, token, store: memoryStore(), retry: { baseMs: 1 }, ...options }),
  )
  return { mock, url, token, http: moduleRef.get(BandoHttpService), bando: moduleRef.get(BandoService) }
}

/** Returns the AxiosError that a request fails with. */
export async function failure(promise: Promise<unknown>): Promise<AxiosError> {
  const error: unknown = await promise.catch((error: unknown) => error)
  if (!isAxiosError(error)) throw new Error('Nothing failed, or not as an AxiosError.', { cause: error })
  return error
}
