import type { TokenProvider } from '../credentials/TokenProvider.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { CallKind, CallState } from './CallState.ts'

type Tokens = Pick<TokenProvider, 'current' | 'generation'>

/** The GETs in progress that an identical one may join, by what makes them identical. */
export class SharedCalls {
  readonly #kinds = new Map<string, CallKind>()
  /** What the last call was sent with, and its kind: most calls are of the same. */
  #headers: Headers | undefined
  #sent: readonly unknown[] = []
  #kind: CallKind = { text: '', calls: new Map() }

  /**
   * Returns the GETs with the same headers, credential and terms, but for how long their callers
   * wait.
   */
  kindOf({ headers }: WireRequest, terms: CallTerms, { current, generation }: Tokens): CallKind {
    const { timeoutMs, maxBodyBytes, whenLocked, requireToken } = terms
    const sent = [timeoutMs, maxBodyBytes, whenLocked, requireToken, current?.id, generation]
    if (headers !== this.#headers || sent.some((each, index) => each !== this.#sent[index])) {
      this.#headers = headers
      this.#sent = sent
      // No header holds a line break.
      const text = [...sent, ...[...headers].map((header) => header.join(':'))].join('\n')
      this.#forget(this.#kind)
      this.#kind = this.#kinds.get(text) ?? { text, calls: new Map() }
    }
    return this.#kind
  }

  /** From now on other callers may join `call`. */
  add(kind: CallKind, call: CallState): void {
    const url = call.request.url.href
    this.#kinds.set(kind.text, kind)
    kind.calls.set(url, call)
    call.shared = { kind, url }
  }

  /** From now on no caller joins `call`. */
  delete(call: CallState): void {
    if (call.shared === undefined) return
    const { kind, url } = call.shared
    call.shared = undefined
    kind.calls.delete(url)
    if (kind !== this.#kind) this.#forget(kind)
  }

  #forget({ text, calls }: CallKind): void {
    if (calls.size === 0) this.#kinds.delete(text)
  }

  /** A write has ended: GETs sent before it may return stale data, so no caller joins them. */
  written(): void {
    for (const { calls } of this.#kinds.values())
      for (const call of calls.values()) if (call.attempts > 0) this.delete(call)
  }
}
