import type { BufferedResponse } from './BufferedResponse.ts'
import type { CallState } from './CallState.ts'

/** A call that others may join, and its response. */
export interface SharedCall {
  readonly call: CallState
  readonly response: Promise<BufferedResponse>
}

/** The GETs in progress that an identical one may join, by what makes them identical. */
export class SharedCalls {
  readonly #calls = new Map<string, SharedCall>()

  get(key: string): SharedCall | undefined {
    return this.#calls.get(key)
  }

  add(key: string, shared: SharedCall): void {
    shared.call.key = key
    this.#calls.set(key, shared)
  }

  /** From now on no caller joins `call`. */
  delete(call: CallState): void {
    if (call.key !== undefined) this.#calls.delete(call.key)
    call.key = undefined
  }

  /**
   * Something was written: a response to what was sent before may be out of date, so no caller
   * joins those calls.
   */
  written(): void {
    for (const { call } of this.#calls.values()) if (call.attempts > 0) this.delete(call)
  }
}
