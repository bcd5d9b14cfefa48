import type { Bando, BandoResponse, BandoState, RequestOptions, TokenSource } from '@bando/core'
import { createBando } from '@bando/core'
import type { HttpService } from '@nestjs/axios'
import type { OnApplicationShutdown } from '@nestjs/common'
import { BandoRx } from './bando.rx.ts'
import { axiosTransport } from './axios-transport.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'
import { nestLogger } from './nest-logger.ts'

/** The Bando API, with promises; `rx` has the same as observables. Closed when the application shuts down. @publicApi */
export class BandoService implements OnApplicationShutdown {
  /** The client of `@bando/core` underneath. */
  readonly client: Bando
  readonly rx: BandoRx

  constructor(options: BandoModuleOptions, http: HttpService) {
    this.client = createBando({
      ...options,
      fetch: options.fetch ?? axiosTransport(http.axiosRef),
      logger: options.logger ?? nestLogger(),
    })
    this.rx = new BandoRx(this.client)
  }

  /** What is known now: the verdict on the token, the budget, the line. */
  get state(): BandoState {
    return this.client.state
  }

  get<Data = unknown>(path: string, options?: RequestOptions): Promise<BandoResponse<Data>> {
    return this.client.get<Data>(path, options)
  }

  post<Data = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<BandoResponse<Data>> {
    return this.client.post<Data>(path, body, options)
  }

  put<Data = unknown>(path: string, body?: unknown, options?: RequestOptions): Promise<BandoResponse<Data>> {
    return this.client.put<Data>(path, body, options)
  }

  patch<Data = unknown>(
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Promise<BandoResponse<Data>> {
    return this.client.patch<Data>(path, body, options)
  }

  delete<Data = unknown>(path: string, options?: RequestOptions): Promise<BandoResponse<Data>> {
    return this.client.delete<Data>(path, options)
  }

  request<Data = unknown>(
    method: string,
    path: string,
    options?: RequestOptions & { readonly body?: unknown },
  ): Promise<BandoResponse<Data>> {
    return this.client.request<Data>(method, path, options)
  }

  /** Goes on with another token; whoever waits goes with it. @throws BandoConfigError when it cannot be one */
  setToken(token: TokenSource | undefined): void {
    this.client.setToken(token)
  }

  onApplicationShutdown(): Promise<void> {
    return this.client.close()
  }
}
