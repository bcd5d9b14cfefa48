interface SharedRequest {
  readonly response: Promise<Response>
  readonly controller: AbortController
  waiting: number
}

/**
 * Lets identical requests share one response until its head is there. The last one that gives up
 * ends it.
 */
export class SharedResponses {
  readonly #shared = new Map<string, SharedRequest>()

  /**
   * Returns a copy of the response to `key`, which `start` asks for if no other request does.
   * Rejects with the reason of `signal`.
   */
  async join(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<Response>,
  ): Promise<Response> {
    signal.throwIfAborted()
    const shared = this.#shared.get(key) ?? this.#start(key, start)
    shared.waiting += 1
    const isLast = (): boolean => {
      shared.waiting -= 1
      return shared.waiting === 0
    }
    const response = await new Promise<Response>((resolve, reject) => {
      const abort = (): void => {
        reject(signal.reason as Error)
        if (!isLast()) return
        this.#forget(key, shared)
        shared.controller.abort(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      shared.response.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
    })
    // The last one takes the body itself, so that no copy of it is kept.
    return isLast() ? response : response.clone()
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<Response>): SharedRequest {
    const controller = new AbortController()
    // Forgotten before the first of them gets its response: a request that comes later finds a body
    // that is being read.
    const response = start(controller.signal).finally(() => this.#forget(key, shared))
    const shared: SharedRequest = { response, controller, waiting: 0 }
    this.#shared.set(key, shared)
    return shared
  }

  #forget(key: string, shared: SharedRequest): void {
    if (this.#shared.get(key) === shared) this.#shared.delete(key)
  }
}
