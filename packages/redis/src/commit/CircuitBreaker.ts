const firstPauseMs = 50
const mostPauseMs = 2000

export interface CircuitBreakerOptions {
  readonly now: () => number
  readonly random: () => number
}

type State =
  | { readonly kind: 'closed' }
  /** Nothing is tried before `tryAt`. */
  | { readonly kind: 'open'; readonly failures: number; readonly tryAt: number }
  /** One trial is under way. */
  | { readonly kind: 'half-open'; readonly failures: number; readonly tryAt: number }

/** Lets no command go to a Redis that does not reply, but for a trial now and then. */
export class CircuitBreaker {
  #state: State = { kind: 'closed' }
  readonly #options: CircuitBreakerOptions

  constructor(options: CircuitBreakerOptions) {
    this.#options = options
  }

  /** Returns 0 if a command may go now, or the ms until it may ask again. */
  enter(): number {
    const state = this.#state
    if (state.kind === 'closed') return 0
    const waitMs = state.tryAt - this.#options.now()
    if (waitMs > 0) return waitMs
    // The trial, too, is taken to have failed if its caller has gone away meanwhile.
    this.#open('half-open', state.failures)
    return 0
  }

  succeeded(): void {
    this.#state = { kind: 'closed' }
  }

  failed(): void {
    this.#open('open', this.#state.kind === 'closed' ? 1 : this.#state.failures + 1)
  }

  #open(kind: 'open' | 'half-open', failures: number): void {
    const { now, random } = this.#options
    const pauseMs = Math.min(mostPauseMs, firstPauseMs * 2 ** (failures - 1)) * (0.5 + random() / 2)
    this.#state = { kind, failures, tryAt: now() + pauseMs }
  }
}
