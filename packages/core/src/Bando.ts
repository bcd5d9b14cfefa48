import type * as platform from './contract/platform.ts'
import type { TokenSource } from './contract/TokenSource.ts'
import { BandoClosedError } from './errors/BandoClosedError.ts'
import type { BandoState } from './observe/BandoState.ts'
import type { BandoEventName, BandoEvents } from './observe/events.ts'
import type { StateStore } from './observe/StateStore.ts'
import type { ResponseForm, ResponseForms, ResponseOptions } from './options/ResponseOptions.ts'
import type { RequestOptions } from './options/BandoOptions.ts'
import { checkBody } from './options/checkBody.ts'
import type { CallOptions } from './options/checkCallOptions.ts'
import type { BandoFetchInit } from './bandoFetch.ts'
import { bandoFetch } from './bandoFetch.ts'
import { buildRequest } from './request/buildRequest.ts'
import type { BandoResponse } from './call/deliver.ts'
import { deliverOpen } from './call/handOver.ts'
import { leavesBody } from './options/CallTerms.ts'
import { oneOf } from './options/checks.ts'
import type { CallWait } from './call/keyedCalls.ts'
import { raise, waitOf } from './call/keyedCalls.ts'
import type { Priority } from './contract/Call.ts'
import { perform } from './call/perform.ts'
import type { Session } from './call/Session.ts'

/** What only the composition root can do for a client. */
export interface Controls {
  readonly stateStore: StateStore
  setToken(token: TokenSource | undefined): void
  close(reason: Error): Promise<void>
}

/**
 * Refuses options in place of a body, as `post(path, { body })`: they would be sent as they are.
 * `checkBody` refuses them at run time. To send such an object, use `request('POST', path, { body
 * })`.
 */
type NotOptions<Body> = [Extract<keyof Body, 'body' | 'json' | 'headers' | 'idempotencyKey'>] extends [never]
  ? unknown
  : keyof Body extends keyof CallOptions | 'json' | 'data'
    ? 'Pass the body itself as the second argument, and options as the third.'
    : unknown

/** What is not an object is passed on as it is, to be refused like that of `get`. */
function withBody<Options extends object>(
  options: Options | undefined,
  body: unknown,
): Options & { body: unknown } {
  const isObject = options === undefined || (typeof options === 'object' && options !== null)
  return (isObject ? { ...options, body } : options) as Options & { body: unknown }
}

/** A client of the Bando API that knows before it sends. Made by `createBando`. */
export class Bando {
  /**
   * `fetch` with every promise kept: for axios, ky, openapi-fetch and generated clients. Takes
   * paths, and URLs of the API's origin. Read or cancel the body of each response: the client keeps
   * the request until then.
   */
  readonly fetch: (input: platform.RequestInput, init?: BandoFetchInit) => Promise<platform.Response>
  readonly #session: Session
  readonly #controls: Controls

  /** @internal */
  constructor(session: Session, controls: Controls) {
    this.#session = session
    this.#controls = controls
    this.fetch = (input, init) => bandoFetch(session, input, init)
  }

  /**
   * Reads. Sent again when that may help (P3). @throws BandoError of the class that says what
   * happened
   */
  get<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.request<Data, Form>('GET', path, options)
  }

  /**
   * Creates. Sent again only where nothing was processed, or with `idempotencyKey`. @throws
   * BandoError
   */
  post<Data = unknown, Form extends ResponseForm = 'json', Body = unknown>(
    path: string,
    body?: Body & NotOptions<Body>,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.#write<Data, Form>('post', path, body, options)
  }

  /** Replaces. @throws BandoError */
  put<Data = unknown, Form extends ResponseForm = 'json', Body = unknown>(
    path: string,
    body?: Body & NotOptions<Body>,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.#write<Data, Form>('put', path, body, options)
  }

  /**
   * Changes. Sent again only where nothing was processed, or with `idempotencyKey`. @throws
   * BandoError
   */
  patch<Data = unknown, Form extends ResponseForm = 'json', Body = unknown>(
    path: string,
    body?: Body & NotOptions<Body>,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.#write<Data, Form>('patch', path, body, options)
  }

  /** Removes. @throws BandoError */
  delete<Data = unknown, Form extends ResponseForm = 'json'>(
    path: string,
    options?: RequestOptions & ResponseOptions<Form, Data>,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.request<Data, Form>('DELETE', path, options)
  }

  /**
   * Any method. Rejects with the signal's reason when aborted.
   * @throws BandoError of the class that says what happened
   */
  request<Data = unknown, Form extends ResponseForm = 'json'>(
    method: string,
    path: string,
    options: RequestOptions & ResponseOptions<Form, Data> & { readonly body?: unknown } = {},
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    return this.#call(method, path, options) as Promise<BandoResponse<ResponseForms<Data>[Form]>>
  }

  /** Where the API is, with a slash at its end. */
  get baseUrl(): string {
    return this.#session.settings.baseUrl.href
  }

  /**
   * What is known now: the credential status, the limit, the queue. The same object until
   * something changed.
   */
  get state(): BandoState {
    return this.#controls.stateStore.state
  }

  /** Calls `listener` after `state` has changed; returns how to stop. */
  subscribe(listener: () => void): () => void {
    return this.#controls.stateStore.subscribe(listener)
  }

  /**
   * Returns what the call that was given this `key` waits for, or `undefined` if it does not wait.
   */
  waitOf(key: unknown): CallWait | undefined {
    return waitOf(this.#session, key)
  }

  /**
   * Makes the call that was given this `key` at least as urgent as `priority`, wherever it waits.
   * @throws BandoConfigError if there is no such priority
   */
  raise(key: unknown, priority: Priority): void {
    raise(this.#session, key, oneOf('priority', priority, ['high', 'normal', 'low']))
  }

  /** Calls `listener` for each event of that name; returns how to stop. */
  on<Name extends BandoEventName>(name: Name, listener: (event: BandoEvents[Name]) => void): () => void {
    return this.#session.events.on(name, listener)
  }

  /**
   * Goes on with another token; `undefined`: anonymously. The permits already held are kept, and
   * calls that wait with the old one go with the new one; what was called without a token stays
   * without.
   * @throws BandoConfigError when it cannot be one; the old one then stays
   */
  setToken(token: TokenSource | undefined): void {
    this.#controls.setToken(token)
  }

  /** Aborts when the client is closed; its reason is the `BandoClosedError`. */
  get closed(): platform.AbortSignal {
    return this.#session.closing
  }

  /** Ends every call with a `BandoClosedError` and lets go of everything. */
  async close(): Promise<void> {
    const details = { attempts: 0, sent: false, retryable: false }
    await this.#controls.close(new BandoClosedError('The client was closed.', details))
  }

  async #write<Data, Form extends ResponseForm>(
    method: string,
    path: string,
    body: unknown,
    options: (RequestOptions & ResponseOptions<Form, Data>) | undefined,
  ): Promise<BandoResponse<ResponseForms<Data>[Form]>> {
    checkBody(method, body)
    return this.request<Data, Form>(method.toUpperCase(), path, withBody(options, body))
  }

  /** Is not `async`, since each promise of a call takes memory while the call waits. */
  #call(method: string, path: string, options: CallOptions): Promise<BandoResponse> {
    const session = this.#session
    try {
      const { request, terms } = buildRequest(session, method, path, options)
      return leavesBody(terms) ? deliverOpen(session, request, terms) : perform(session, request, terms)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
