import { HttpService } from '@nestjs/axios'
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios'
import axios from 'axios'
import { Observable } from 'rxjs'
import type { BandoService } from './bando.service.ts'
import { withFetchBudget } from './budget/budget-context.ts'
import { bandoAdapter } from './http/bando-adapter.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'

/** Limits of a body that is read for the caller, as the core has them: ms and bytes. */
const defaults = { timeoutMs: 30_000, maxBodyBytes: 52_428_800 }

/**
 * The `HttpService` of `@nestjs/axios` for the Bando API: code that calls
 * `httpService.get('/coolness')` changes one injected type. Its axios instance is its own,
 * `axiosRef`; requests have permits and the token below its interceptors. Errors are AxiosErrors
 * without the token, whose `cause` is the `BandoError` if the request was refused.
 * @publicApi
 */
export class BandoHttpService extends HttpService {
  constructor(bando: BandoService, options: BandoModuleOptions = {}) {
    super(ownAxios(bando, options))
  }

  /**
   * Cancels the request when unsubscribed before its response, and does nothing afterwards. Nest's
   * own method always cancels.
   */
  protected override makeObservable<Data>(
    send: (...args: never[]) => Promise<AxiosResponse<Data>>,
    ...args: unknown[]
  ): Observable<AxiosResponse<Data>> {
    return new Observable((subscriber) => {
      const { token: cancelToken, cancel } = axios.CancelToken.source()
      const config = { cancelToken, ...(args.at(-1) as AxiosRequestConfig | undefined) }
      let isSettled = false
      const settled = (tell: () => void): void => {
        isSettled = true
        tell()
      }
      send(...([...args.slice(0, -1), config] as never[])).then(
        (response) =>
          settled(() => {
            subscriber.next(response)
            subscriber.complete()
          }),
        (error: unknown) => settled(() => subscriber.error(error)),
      )
      return () => {
        if (!isSettled) cancel()
      }
    })
  }
}

function ownAxios(bando: BandoService, options: BandoModuleOptions): AxiosInstance {
  const instance = axios.create({
    baseURL: bando.client.baseUrl,
    adapter: bandoAdapter({
      fetch: (input, init) => bando.client.fetch(input, withFetchBudget(init)),
      calls: bando.calls,
      redact: bando.redact,
      clock: options.clock,
      timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
      maxBodyBytes: options.maxBodyBytes ?? defaults.maxBodyBytes,
    }),
  })
  // Replaces the global defaults that axios copies. A module of the application may have changed
  // them for another API.
  const common = { Accept: 'application/json, text/plain, */*' }
  const headers = { common, delete: {}, get: {}, head: {}, patch: {}, post: {}, put: {} }
  Object.assign(instance.defaults, { headers, auth: undefined, params: undefined })
  return instance
}
