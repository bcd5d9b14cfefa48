import type { Bando, Clock } from '@bando/core'
import type { AxiosAdapter, AxiosResponse } from 'axios'
import type { KeeperInit } from '../axios/response-keeper.ts'
import type { CallTracker } from '../lifecycle/call-tracker.ts'
import { toAxiosError } from './axios-errors.ts'
import { AxiosCall } from './axios-call.ts'
import type { ReadLimits } from './response-data.ts'
import { responseData } from './response-data.ts'
import { requestInit, requestUrl } from './request-init.ts'
import { settle } from './settle.ts'

export interface BandoAdapterOptions extends ReadLimits {
  readonly fetch: Bando['fetch']
  readonly calls: CallTracker
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
  return (config) => {
    const call = new AxiosCall(config, options.clock)
    return options.calls.track(
      () => send(call, options),
      () => call.close(),
    )
  }
}

async function send(call: AxiosCall, options: BandoAdapterOptions): Promise<AxiosResponse> {
  const { config } = call
  try {
    const init: KeeperInit = requestInit(config, call.signal)
    const response = await options.fetch(
      requestUrl(config),
      config.responseType === 'stream' ? init : { ...init, keeper: call },
    )
    const data = await responseData(response, call, options)
    return settle(call.kept ?? response, data, { config, redact: options.redact })
  } catch (error) {
    call.drop()
    throw toAxiosError(call.reason ?? error, config)
  }
}
