import type { Clock } from '@bando/core'
import { BandoClosedError } from '@bando/core'
import type { InternalAxiosRequestConfig } from 'axios'
import { AxiosError, CanceledError } from 'axios'
import type { Bare, NodeResponse, ResponseKeeper } from '../axios/response-keeper.ts'
import { schedule } from '../lifecycle/schedule.ts'

/** What axios' own adapters use of a `CancelToken`, and its types leave out. */
interface Subscribable {
  subscribe(listener: () => void): void
  unsubscribe(listener: () => void): void
}

/**
 * A request of axios until it has ended: one signal of its `signal`, its `cancelToken` and its
 * `timeout`.
 */
export class AxiosCall implements ResponseKeeper {
  readonly config: InternalAxiosRequestConfig
  readonly clock: Clock | undefined
  readonly #controller = new AbortController()
  readonly #stops: (() => void)[] = []
  #reason: Error | undefined
  #kept: NodeResponse | undefined
  #bare: Bare | undefined
  #hasEnded = false

  constructor(config: InternalAxiosRequestConfig, clock: Clock | undefined) {
    this.config = config
    this.clock = clock
    const cancel = (): void => this.end(new CanceledError(undefined, undefined, config))
    const { signal, timeout = 0 } = config
    if (signal) {
      if (signal.aborted) cancel()
      signal.addEventListener?.('abort', cancel)
      this.#stops.push(() => signal.removeEventListener?.('abort', cancel))
    }
    const token = config.cancelToken as Subscribable | undefined
    if (token) {
      token.subscribe(cancel)
      this.#stops.push(() => token.unsubscribe(cancel))
    }
    if (timeout > 0) this.#stops.push(schedule(clock, () => this.end(timeoutError(config)), timeout))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Why the request was ended from here, if it was. */
  get reason(): Error | undefined {
    return this.#reason
  }

  /** The response whose body the adapter reads from Node's own stream, if there is one. */
  get kept(): NodeResponse | undefined {
    return this.#kept
  }

  keep(response: NodeResponse, bare: Bare): void {
    // An error that comes before the body is read would otherwise end the process.
    response.data.on('error', () => {})
    // The client may have waited for the response though its caller had left.
    if (this.#hasEnded) {
      response.data.destroy()
      return
    }
    this.#kept = response
    this.#bare = bare
  }

  /** Returns what the body failed with as an error may carry it. */
  bare(failure: unknown): unknown {
    return this.#bare ? this.#bare(failure) : failure
  }

  /** Cuts the connection. The first reason is what the caller hears. */
  end(reason: Error): void {
    this.#reason ??= reason
    this.#controller.abort()
    this.#kept?.data.destroy(reason)
  }

  /** Its client is closed, which knows nothing of a body that is kept. */
  close(): void {
    if (!this.#kept) return
    const { status } = this.#kept
    const details = { sent: true, status, retryable: false, attempts: 1 }
    this.end(new BandoClosedError('The body did not arrive before the client was closed.', details))
  }

  /** The request has failed: its body is not needed. */
  drop(): void {
    this.stop()
    this.#kept?.data.destroy()
  }

  /** Listens no longer. */
  stop(): void {
    this.#hasEnded = true
    for (const stop of this.#stops.splice(0)) stop()
  }
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const { timeout, transitional } = config
  const message = config.timeoutErrorMessage ?? `timeout of ${timeout}ms exceeded`
  const isClear = transitional?.clarifyTimeoutError === true
  return new AxiosError(message, isClear ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED, config)
}
