import type { TokenProvider } from '../credentials/TokenProvider.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { BufferedResponse } from './BufferedResponse.ts'
import type { CallState } from './CallState.ts'

/** A call that others may join, and its response. */
export interface SharedCall {
  readonly call: CallState
  readonly response: Promise<BufferedResponse>
}

type Tokens = Pick<TokenProvider, 'current' | 'generation'>

/** What makes two GETs of one URL identical: whose they are, and how they are sent. */
interface Kind extends Pick<CallTerms, 'timeoutMs' | 'maxBodyBytes' | 'whenLocked' | 'requireToken'> {
  readonly headers: Headers
  readonly token: unknown
  readonly generation: number
  /** The same as a text. */
  readonly text: string
}

/** The GETs in progress that an identical one may join, by what makes them identical. */
export class SharedCalls {
  readonly #calls = new Map<string, SharedCall>()
  #kind: Kind | undefined

  /** What makes two GETs identical, which is not how long its caller waits for it. */
  keyOf({ url, headers }: WireRequest, terms: CallTerms, tokens: Tokens): string {
    return url.href + this.#textOf(headers, terms, tokens)
  }

  /** Most calls are of one kind, and share its text: very many may wait. */
  #textOf(headers: Headers, terms: CallTerms, { current, generation }: Tokens): string {
    const last = this.#kind
    const { timeoutMs, maxBodyBytes, whenLocked, requireToken } = terms
    if (
      last?.headers === headers &&
      last.token === current &&
      last.generation === generation &&
      last.timeoutMs === timeoutMs &&
      last.maxBodyBytes === maxBodyBytes &&
      last.whenLocked === whenLocked &&
      last.requireToken === requireToken
    )
      return last.text
    const sent = [timeoutMs, maxBodyBytes, whenLocked, requireToken, current?.id, generation]
    // No header holds a line break.
    const lines = [...headers].map(([name, value]) => `${name}:${value}`)
    const text = ['', ...sent, ...lines].join('\n')
    this.#kind = {
      timeoutMs,
      maxBodyBytes,
      whenLocked,
      requireToken,
      headers,
      token: current,
      generation,
      text,
    }
    return text
  }

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
