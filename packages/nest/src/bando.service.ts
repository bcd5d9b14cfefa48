import type {
  ResponseForm,
  ResponseForms,
  ResponseOptions,
  Bando,
  BandoResponse,
  BandoState,
  RequestOptions,
  TokenSource,
} from '@bando/core'
import { createBando } from '@bando/core'
import type { HttpService } from '@nestjs/axios'
import type { OnApplicationShutdown } from '@nestjs/common'
import { axiosTransport } from './axios-transport.ts'
import { BandoRx } from './bando.rx.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'
import { nestLogger } from './nest-logger.ts'

/** The Bando API, with promises; `rx` has the same as observables. Closed when the application shuts down. @publicApi */
export class BandoService implements OnApplicationShutdown {
  /** The client of `@bando/core` underneath. */
  readonly client: Bando
  /** The same as cold observables. */
  readonly rx: BandoRx

  constructor(options: BandoModuleOptions, http: HttpService) {
    this.client = createBando({
      ...options,
      fetch: options.fetch ?? axiosTransport(http.axiosRef),
      logger: options.logger ?? nestLogger(),
    })
    this.rx = new BandoRx(this.client)
  }

  /** What is known now: the status of the token, the budget, the queue. */
  get state(): BandoState {
    return this.client.state
  }

  /** Reads. @throws BandoError of the class that says what happened */
  get<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.client.get<Data, Form>(path, options)
  }

  /** Creates. Sent again only where nothing was processed, or with `idempotencyKey`. @throws BandoError of the class that says what happened */
  post<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    body?: unknown,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.client.post<Data, Form>(path, body, options)
  }

  /** Replaces. @throws BandoError of the class that says what happened */
  put<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    body?: unknown,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.client.put<Data, Form>(path, body, options)
  }

  /** Changes. Sent again only where nothing was processed, or with `idempotencyKey`. @throws BandoError of the class that says what happened */
  patch<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    body?: unknown,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.client.patch<Data, Form>(path, body, options)
  }

  /** Removes. @throws BandoError of the class that says what happened */
  delete<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.client.delete<Data, Form>(path, options)
  }

  /** Any method. Rejects with the signal's reason when aborted. @throws BandoError of the class that says what happened */
  request<Data = unknown, Form extends ResponseForm = 'json'>(
    method: string,
    path: string,
    options?: RequestOptions & ResponseOptions<Form, Data> & { readonly body?: unknown },
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.client.request<Data, Form>(method, path, options)
  }

  /** Goes on with another token; whoever waits goes with it. @throws BandoConfigError when it cannot be one */
  setToken(token: TokenSource | undefined): void {
    this.client.setToken(token)
  }

  /** Nest calls it once its own callers have been served; whoever still waits gets a `BandoClosedError`. */
  onApplicationShutdown(): Promise<void> {
    return this.client.close()
  }
}
