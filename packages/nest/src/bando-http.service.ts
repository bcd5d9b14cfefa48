import { HttpService } from '@nestjs/axios'
import type { AxiosInstance } from 'axios'
import { create } from 'axios'
import type { BandoService } from './bando.service.ts'
import { bandoAdapter } from './http/bando-adapter.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'

/** Limits of a body that is read for the caller, as the core has them: ms and bytes. */
const defaults = { timeoutMs: 30_000, maxBodyBytes: 52_428_800 }

/**
 * The `HttpService` of `@nestjs/axios` for the Bando API: code that calls `httpService.get('/coolness')` changes one injected type.
 * Its axios instance is its own, `axiosRef`; requests have permits and the token below its interceptors. Errors are AxiosErrors
 * without the token, whose `cause` is the `BandoError` if the request was refused.
 * @publicApi
 */
export class BandoHttpService extends HttpService {
  constructor(bando: BandoService, options: BandoModuleOptions = {}) {
    super(ownAxios(bando, options))
  }
}

function ownAxios(bando: BandoService, options: BandoModuleOptions): AxiosInstance {
  const axios = create({
    baseURL: bando.client.baseUrl,
    adapter: bandoAdapter({
      fetch: bando.fetch,
      redact: bando.redact,
      clock: options.clock,
      timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
      maxBodyBytes: options.maxBodyBytes ?? defaults.maxBodyBytes,
    }),
  })
  // axios copies the global defaults, into which any module of the application may have put what is for other APIs.
  const common = { Accept: 'application/json, text/plain, */*' }
  const headers = { common, delete: {}, get: {}, head: {}, patch: {}, post: {}, put: {} }
  Object.assign(axios.defaults, { headers, auth: undefined, params: undefined })
  return axios
}
