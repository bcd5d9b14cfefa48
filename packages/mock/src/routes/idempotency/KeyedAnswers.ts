import type { Answer } from '../../answers/Answer.ts'

/** A request with an idempotency key. */
export interface KeyedRequest {
  /** The caller and the path of the key. In another scope the same key is another key. */
  readonly scope: string
  readonly key: string
  /** The hash of the body, which every request with the key must share. */
  readonly bodyHash: string
}

/** What to do with a request that has a key. */
export type Keyed =
  | {
      readonly kind: 'first'
      /** Keeps the response for the next request with the key. */
      readonly keep: (answer: Answer) => void
      /** Frees the key, as nothing was processed. */
      readonly release: () => void
    }
  | { readonly kind: 'repeated'; readonly answer: Answer }
  | { readonly kind: 'running' }
  | { readonly kind: 'other-body' }

interface Entry {
  readonly bodyHash: string
  readonly forgottenAt: number
  /** The memory that the entry takes. */
  bytes: number
  /** Left out while the first request runs. */
  answer?: Answer
}

const rememberedForMs = 86_400_000
const capacity = 10_000
const mostBytes = 33_554_432

/**
 * The responses to requests with idempotency keys (draft-ietf-httpapi-idempotency-key-header-06).
 * It keeps the newest ten thousand within 32 MiB, for a day.
 */
export class KeyedAnswers {
  /** The entries, oldest first. */
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
    // After a clear or a displacement, the name may belong to another request.
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

  /** Adds to the memory in use, and removes the oldest entries if it is too much. */
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

/** Returns the most memory that a text takes: two bytes a character. */
function bytesOf(text: string): number {
  return text.length * 2
}
