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
  /** What it takes to remember. */
  bytes: number
  /** Left out while the first request runs. */
  answer?: Answer
}

const rememberedForMs = 86_400_000
const capacity = 10_000
const mostBytes = 33_554_432

/** What was answered to requests with idempotency keys (draft-ietf-httpapi-idempotency-key-header-06): the newest ten thousand within 32 MiB, for a day. */
export class KeyedAnswers {
  /** The oldest first. */
  readonly #entries = new Map<string, Entry>()
  #bytes = 0

  begin({ scope, key, bodyHash }: KeyedRequest, now: number): Keyed {
    const name = `${scope} ${key}`
    const known = this.#entries.get(name)
    if (known === undefined || now >= known.forgottenAt) {
      this.#forget(name)
      return this.#first(name, { bodyHash, forgottenAt: now + rememberedForMs, bytes: bytesOf(name) })
    }
    if (known.bodyHash !== bodyHash) return { kind: 'other-body' }
    return known.answer ? { kind: 'repeated', answer: known.answer } : { kind: 'running' }
  }

  clear(): void {
    this.#entries.clear()
    this.#bytes = 0
  }

  #first(name: string, entry: Entry): Keyed {
    this.#entries.set(name, entry)
    this.#takes(entry.bytes)
    // Cleared or displaced meanwhile, the name may be somebody else's.
    const isCurrent = (): boolean => this.#entries.get(name) === entry
    return {
      kind: 'first',
      keep: (answer) => {
        if (!isCurrent()) return
        const bytes = bytesOfAnswer(answer)
        entry.answer = answer
        entry.bytes += bytes
        this.#takes(bytes)
      },
      release: () => {
        if (isCurrent()) this.#forget(name)
      },
    }
  }

  /** So many bytes more: the oldest make room for them. */
  #takes(bytes: number): void {
    this.#bytes += bytes
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= capacity && this.#bytes <= mostBytes) return
      this.#forget(oldest)
    }
  }

  #forget(name: string): void {
    this.#bytes -= this.#entries.get(name)?.bytes ?? 0
    this.#entries.delete(name)
  }
}

function bytesOfAnswer({ headers, body }: Answer): number {
  const fields = Object.entries(headers).reduce((sum, field) => sum + bytesOf(field.join('')), 0)
  if (typeof body === 'string') return fields + bytesOf(body)
  return fields + (body instanceof Uint8Array ? body.length : 0)
}

/** The most that a text takes in memory: two bytes a character. */
function bytesOf(text: string): number {
  return text.length * 2
}
