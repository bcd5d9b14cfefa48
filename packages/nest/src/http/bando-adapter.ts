import type { Bando, Clock } from '@bando/core'
import type { AxiosAdapter } from 'axios'
import { toAxiosError } from './axios-errors.ts'
import { AxiosCall } from './axios-call.ts'
import type { ReadLimits } from './response-data.ts'
import { responseData } from './response-data.ts'
import { requestInit, requestUrl } from './request-init.ts'
import { settle } from './settle.ts'

export interface BandoAdapterOptions extends ReadLimits {
  readonly fetch: Bando['fetch']
  readonly clock: Clock | undefined
  /** Takes the token out of a text. */
  readonly redact: (text: string) => string
}

/**
 * An adapter of axios that sends through the client: each request, a retry of the application's own
 * included, has its permit. The client writes the token below the adapter, so no interceptor sees
 * it. Otherwise it does what axios' adapter for Node does.
 */
export function bandoAdapter(options: BandoAdapterOptions): AxiosAdapter {
  return async (config) => {
    const call = new AxiosCall(config, options.clock)
    try {
      const response = await options.fetch(requestUrl(config), requestInit(config, call.signal))
      return settle(response, await responseData(response, call, options), { config, redact: options.redact })
    } catch (error) {
      call.stop()
      throw toAxiosError(call.reason ?? error, config)
    }
  }
}
