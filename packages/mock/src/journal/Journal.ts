import type { Verdict } from '../gate/Verdict.ts'

/** What became of a request at the gate, or why it never came there: a CORS preflight, or a fault ahead of it. */
export const journaledVerdicts = [
  'served',
  'limited',
  'rejected',
  'locked',
  'forbidden',
  'preflight',
  'unjudged',
] as const satisfies readonly (Verdict['kind'] | 'preflight' | 'unjudged')[]

/** One request as the mock saw it; never a token. */
export interface JournalEntry {
  /** Counts up from 1. */
  readonly id: number
  /** When it was judged, epoch milliseconds on the mock's clock. */
  readonly at: number
  readonly method: string
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
  readonly address: string
  /** The token's fingerprint, or 'anonymous'. */
  readonly credential: string
  readonly verdict: (typeof journaledVerdicts)[number]
  /** Whether it spent budget. */
  readonly counted: boolean
  /** 0 until it is answered, and where a fault kept the answer back. */
  readonly status: number
  /** The fault that was played on it. */
  readonly fault?: string | undefined
  /** The status that it asked for with `Prefer: code=…`, and was given. */
  readonly preferred?: number | undefined
}

/** The last requests, oldest first; older ones are forgotten. */
export class Journal {
  readonly #size: number
  readonly #ring: JournalEntry[] = []
  readonly #listeners = new Set<(entry: JournalEntry) => void>()
  #count = 0
  #clears = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Notes a request when it is judged; the returned function adds its status once it is known, or 0 once it is known to be lost. */
  note(entry: Omit<JournalEntry, 'id' | 'status'>): (status: number) => void {
    const noted = { ...entry, id: ++this.#count, status: 0 }
    if (this.#size > 0) this.#ring[(noted.id - 1) % this.#size] = noted
    const clears = this.#clears
    return (status) => {
      // Ids begin anew with a clear: a request from before it would be told under another's.
      if (clears !== this.#clears) return
      noted.status = status
      for (const listener of this.#listeners) tell(listener, noted)
    }
  }

  /** Copies: what is read once does not change with a late answer. */
  entries(): JournalEntry[] {
    const oldest = this.#count > this.#size ? this.#count % this.#size : 0
    return [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)].map((entry) => ({ ...entry }))
  }

  /** Tells of each request from now on that is answered, or whose answer is lost, until the returned function is called. */
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

/** A listener that throws is its owner's to mend: the request, and the other listeners, do not notice. */
function tell(listener: (entry: JournalEntry) => void, entry: JournalEntry): void {
  try {
    listener(entry)
  } catch (error) {
    console.error(error)
  }
}
