import type { Answer } from '../../answers/Answer.ts'

/** A request under an idempotency key. */
export interface KeyedRequest {
  /** Whose key, and for what: the same key of another caller or path is another key. */
  readonly scope: string
  readonly key: string
  /** What a request must share with the first under its key. */
  readonly bodyHash: string
}

/** What the key makes of a request. */
export type Keyed =
  | {
      readonly kind: 'first'
      /** Remembers the answer for the next. */
      readonly keep: (answer: Answer) => void
      /** Nothing was done: the key is free again. */
      readonly release: () => void
    }
  | { readonly kind: 'repeated'; readonly answer: Answer }
  | { readonly kind: 'running' }
  | { readonly kind: 'other-body' }

interface Entry {
  readonly bodyHash: string
  readonly forgottenAt: number
  /** Left out while the first request runs. */
  answer?: Answer
}

const rememberedForMs = 86_400_000
const capacity = 10_000

/** What was answered to requests with idempotency keys (draft-ietf-httpapi-idempotency-key-header-06): the newest ten thousand, for a day. */
export class KeyedAnswers {
  /** The oldest first. */
  readonly #entries = new Map<string, Entry>()

  begin({ scope, key, bodyHash }: KeyedRequest, now: number): Keyed {
    const name = `${scope} ${key}`
    const known = this.#entries.get(name)
    if (known === undefined || now >= known.forgottenAt) {
      this.#entries.delete(name)
      return this.#first(name, { bodyHash, forgottenAt: now + rememberedForMs })
    }
    if (known.bodyHash !== bodyHash) return { kind: 'other-body' }
    return known.answer ? { kind: 'repeated', answer: known.answer } : { kind: 'running' }
  }

  clear(): void {
    this.#entries.clear()
  }

  #first(name: string, entry: Entry): Keyed {
    this.#entries.set(name, entry)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > capacity && oldest !== undefined) this.#entries.delete(oldest)
    return {
      kind: 'first',
      keep: (answer) => void (entry.answer = answer),
      // Cleared or displaced meanwhile, the name may be somebody else's.
      release: () => this.#entries.get(name) === entry && this.#entries.delete(name),
    }
  }
}
