import type { Verdict } from '../gate/Verdict.ts'

/**
 * The gate's decision on a request, or why the request did not reach the gate: a CORS preflight, or
 * a fault in front of it.
 */
export const journaledVerdicts = [
  'served',
  'limited',
  'rejected',
  'locked',
  'forbidden',
  'preflight',
  'unjudged',
] as const satisfies readonly (Verdict['kind'] | 'preflight' | 'unjudged')[]

/** One request as the mock saw it. It never holds a token. */
export interface JournalEntry {
  /** The number of the request, from 1. */
  readonly id: number
  /** When the request was judged, in epoch milliseconds on the mock's clock. */
  readonly at: number
  readonly method: string
  readonly path: string
  /** The query with its question mark, or an empty text. */
  readonly search: string
  readonly address: string
  /** The token's fingerprint, or 'anonymous'. */
  readonly credential: string
  readonly verdict: (typeof journaledVerdicts)[number]
  /** Whether the request spent budget. */
  readonly counted: boolean
  /** The status of the response, or 0 if there is none yet or a fault withheld it. */
  readonly status: number
  /** The fault that was played. */
  readonly fault?: string | undefined
  /** The status that `Prefer: code=…` asked for, if the response has it. */
  readonly preferred?: number | undefined
}

/** The last requests, oldest first. */
export class Journal {
  readonly #size: number
  readonly #ring: JournalEntry[] = []
  readonly #listeners = new Set<(entry: JournalEntry) => void>()
  #count = 0
  #clears = 0

  constructor(size: number) {
    this.#size = size
  }

  /**
   * Adds a request. The returned function sets its status when the response is known, or 0 when it
   * is lost.
   */
  note(entry: Omit<JournalEntry, 'id' | 'status'>): (status: number) => void {
    const noted = { ...entry, id: ++this.#count, status: 0 }
    if (this.#size > 0) this.#ring[(noted.id - 1) % this.#size] = noted
    const clears = this.#clears
    return (status) => {
      // A clear restarts the ids, so a request from before it has no entry any more.
      if (clears !== this.#clears) return
      noted.status = status
      for (const listener of this.#listeners) tell(listener, noted)
    }
  }

  /** Returns copies, so that a later response does not change them. */
  entries(): JournalEntry[] {
    const oldest = this.#count > this.#size ? this.#count % this.#size : 0
    return [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)].map((entry) => ({ ...entry }))
  }

  /**
   * Notifies the listener of each request that gets a response, or loses it. Returns a function
   * that unsubscribes.
   */
  onSettled(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.#ring.length = 0
    this.#count = 0
    this.#clears += 1
  }
}

/**
 * Notifies a listener. An error in it is reported, and affects neither the request nor other
 * listeners.
 */
function tell(listener: (entry: JournalEntry) => void, entry: JournalEntry): void {
  try {
    listener(entry)
  } catch (error) {
    console.error(error)
  }
}
