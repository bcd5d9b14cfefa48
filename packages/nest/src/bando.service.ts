import type { Bando, BandoState, Clock, TokenSource } from '@bando/core'
import { createBando } from '@bando/core'
import type { HttpService } from '@nestjs/axios'
import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common'
import type { AxiosInstance } from 'axios'
import { axiosTransport } from './axios/axios-transport.ts'
import type { BandoRx } from './bando.rx.ts'
import { bandoRx } from './bando.rx.ts'
import { withBudget, withFetchBudget } from './budget/budget-context.ts'
import type { BandoModuleOptions } from './interfaces/bando-module-options.interface.ts'
import { AuthHistory } from './lifecycle/auth-history.ts'
import { CallTracker } from './lifecycle/call-tracker.ts'
import { Shutdown } from './lifecycle/shutdown.ts'
import { nestLogger } from './nest-logger.ts'
import { coreOptions, moduleSettings } from './options/module-settings.ts'
import { RedactedTransport } from './redacted-transport.ts'

/**
 * Calls the Bando API. Its methods are those of the core's client and return promises; `rx` returns
 * observables. It closes when the application shuts down.
 * @publicApi
 */
export class BandoService implements BeforeApplicationShutdown, OnApplicationShutdown {
  /** The client of `@bando/core`. */
  readonly client: Bando
  /** The same methods as cold observables. */
  readonly rx: BandoRx
  /** Calls that are under way. @internal */
  readonly calls: CallTracker
  /** Takes the token out of a text. @internal */
  readonly redact: (text: string) => string
  readonly #clock: Clock | undefined
  readonly #shutdownTimeoutMs: number
  readonly #stop: () => void
  readonly #authHistory: AuthHistory
  #shutdown: Shutdown | undefined

  /** @throws BandoConfigError naming the option that cannot work */
  constructor(options: BandoModuleOptions = {}, http?: Pick<HttpService, 'axiosRef'>) {
    const { logLevels, shutdownTimeoutMs } = moduleSettings(options)
    this.#clock = options.clock
    this.#shutdownTimeoutMs = shutdownTimeoutMs
    const transport = new RedactedTransport(options.fetch ?? axiosTransport(http?.axiosRef ?? noDefaults))
    this.redact = transport.redact
    this.client = createBando({
      ...coreOptions(options),
      fetch: transport.fetch,
      logger: options.logger ?? nestLogger(logLevels, transport.redact),
    })
    const clock = options.clock ?? { now: () => performance.now(), epoch: () => Date.now() }
    this.calls = new CallTracker(clock)
    this.client.closed.addEventListener('abort', () => this.calls.cut(), { once: true })
    this.#authHistory = new AuthHistory(this.client, clock)
    this.#stop = options.instrument?.(this.client) ?? (() => {})
    this.rx = bandoRx(this)
  }

  /** Reads. @throws BandoError of the class that says what happened */
  readonly get: Bando['get'] = (path, options) => this.request('GET', path, options)

  /**
   * Creates. Sent again only if it was not processed, or with `idempotencyKey`.
   * @throws BandoError
   */
  readonly post: Bando['post'] = (path, body, options) => this.request('POST', path, { ...options, body })

  /** Replaces. @throws BandoError */
  readonly put: Bando['put'] = (path, body, options) => this.request('PUT', path, { ...options, body })

  /**
   * Changes. Sent again only if it was not processed, or with `idempotencyKey`.
   * @throws BandoError
   */
  readonly patch: Bando['patch'] = (path, body, options) => this.request('PATCH', path, { ...options, body })

  /** Removes. @throws BandoError */
  readonly delete: Bando['delete'] = (path, options) => this.request('DELETE', path, options)

  /**
   * Sends any method. Rejects with the signal's reason when aborted.
   * @throws BandoError of the class that says what happened
   */
  readonly request: Bando['request'] = (method, path, options) =>
    this.calls.track(() => this.client.request(method, path, withBudget(options)))

  /**
   * `fetch` that keeps every promise: resolves with any response but a 429, a 401 and a lockout's
   * 403.
   * @throws BandoError
   */
  readonly fetch: Bando['fetch'] = (input, init) =>
    this.calls.track(() => this.client.fetch(input, withFetchBudget(init)))

  /** The current state: the status of the token, the limit and the queue. */
  get state(): BandoState {
    return this.client.state
  }

  /** Epoch milliseconds at which the token got the status that it has. @internal */
  get authSince(): number {
    return this.#authHistory.since
  }

  /**
   * Uses another token from now on, also for the calls that wait.
   * @throws BandoConfigError if it cannot be one
   */
  setToken(token: TokenSource | undefined): void {
    this.client.setToken(token)
  }

  /**
   * Begins the shutdown: calls go on for `shutdownTimeoutMs`, so that Nest's own callers are
   * served.
   */
  beforeApplicationShutdown(): void {
    this.#shutdown ??= new Shutdown({
      client: this.client,
      calls: this.calls,
      clock: this.#clock,
      timeoutMs: this.#shutdownTimeoutMs,
    })
  }

  /** Resolves when no call is under way any more and the client is closed. */
  async onApplicationShutdown(): Promise<void> {
    this.beforeApplicationShutdown()
    await this.#shutdown?.finish()
    await this.close()
  }

  /** Refuses every call at once and lets go of everything. @internal */
  async close(): Promise<void> {
    this.#stop()
    this.#authHistory.stop()
    await this.client.close()
  }
}

const noDefaults = { defaults: {} } as Pick<AxiosInstance, 'defaults'>
