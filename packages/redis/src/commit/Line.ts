/** Another member that is called commits within this time, or has lost its turn. */
const politeMs = 100

export interface LineOptions {
  readonly member: string
  readonly now: () => number
  readonly random: () => number
  /** Resolves after `ms`, or rejects as `signal` aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * The members whose commits came too late, as the script keeps them: they try again one after
 * another, each when it is called as the first.
 */
export class Line {
  readonly #options: LineOptions
  #first = ''
  /** When it was told that, by the server's clock. */
  #toldAt = 0
  /** When that was heard, by our clock. */
  #heardAt = 0
  #onTurn: (() => void) | undefined

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** `first` was the first in line at `at`, by the server's clock. */
  learn(first: string, at: number): void {
    // A message may overtake a reply.
    if (at < this.#toldAt) return
    this.#heardAt = this.#options.now()
    this.#first = first
    this.#toldAt = at
    if (this.#isOwn) this.#onTurn?.()
  }

  /** Leaves a member that was just called its turn: to commit now would be in its way. */
  async letOthersGo(signal: AbortSignal): Promise<void> {
    const { now, random } = this.#options
    if (now() - this.#heardAt < politeMs) await this.turn(politeMs * (0.5 + random() / 2), signal)
  }

  /** Resolves when no other member is called, or after `ms`. */
  async turn(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#isOwn) return
    const called = new AbortController()
    this.#onTurn = () => called.abort('called')
    await this.#options
      .pause(ms, AbortSignal.any([signal, called.signal]))
      .catch(() => signal.throwIfAborted())
    this.#onTurn = undefined
  }

  /** Whether it is our turn, or no other member's. */
  get #isOwn(): boolean {
    return this.#first === this.#options.member || this.#first === ''
  }
}
