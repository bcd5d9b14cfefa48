import type { Clock } from '@bando/core'
import type { InternalAxiosRequestConfig } from 'axios'
import { AxiosError, CanceledError } from 'axios'
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
export class AxiosCall {
  readonly config: InternalAxiosRequestConfig
  readonly clock: Clock | undefined
  readonly #controller = new AbortController()
  readonly #stops: (() => void)[] = []
  #reason: Error | undefined

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

  /** Cuts the connection. The first reason is what the caller hears. */
  end(reason: Error): void {
    this.#reason ??= reason
    this.#controller.abort()
  }

  /** Listens no longer. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop()
  }
}

function timeoutError(config: InternalAxiosRequestConfig): AxiosError {
  const { timeout, transitional } = config
  const message = config.timeoutErrorMessage ?? `timeout of ${timeout}ms exceeded`
  const isClear = transitional?.clarifyTimeoutError === true
  return new AxiosError(message, isClear ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED, config)
}
