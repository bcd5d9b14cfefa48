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

/** The GETs in progress that an identical one may join, by what makes them identical. */
export class SharedCalls {
  readonly #calls = new Map<string, SharedCall>()
  /** What made the last one what it is, besides its URL, and the same as a text. */
  #headers: Headers | undefined
  #sent: readonly unknown[] = []
  #text = ''

  /**
   * What makes two GETs identical: the request, whose it is, and how it is sent; not how long its
   * caller waits for it. Most calls are of one kind, and share its text: very many may wait.
   */
  keyOf({ url, headers }: WireRequest, terms: CallTerms, { current, generation }: Tokens): string {
    const { timeoutMs, maxBodyBytes, whenLocked, requireToken } = terms
    const sent = [timeoutMs, maxBodyBytes, whenLocked, requireToken, current?.id, generation]
    if (headers !== this.#headers || sent.some((each, index) => each !== this.#sent[index])) {
      this.#headers = headers
      this.#sent = sent
      // No header holds a line break.
      const lines = [...headers].map((header) => header.join(':'))
      this.#text = ['', ...sent, ...lines].join('\n')
    }
    return url.href + this.#text
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
