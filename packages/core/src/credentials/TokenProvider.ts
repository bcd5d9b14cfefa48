import { backoffMs } from '../contract/backoff.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Redact } from '../contract/Redact.ts'
import type { TokenSource } from '../contract/TokenSource.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { BandoTokenError } from '../errors/BandoTokenError.ts'
import { isBandoError } from '../errors/isBandoError.ts'
import { redactError } from '../redact/redactError.ts'
import { TokenCredential } from './TokenCredential.ts'
import { KnownTokens } from './KnownTokens.ts'

export interface TokenProviderOptions {
  readonly clock: Clock
  /** How long a token is used before its source is asked again, in ms. */
  readonly freshForMs: number
  /** How long a source may take, in ms. */
  readonly sourceTimeoutMs: number
  /**
   * The token has changed; the budget of the old one is carried on. Only what `set` was given is
   * its owner's word: a source may well give one again that was rejected before.
   */
  readonly onChange: (
    next: TokenCredential | undefined,
    previous: TokenCredential | undefined,
    isOwnersWord: boolean,
  ) => void
}

/** After how long a source that gave a rejected token again is asked again. */
const askAgainAfter = { baseMs: 1000, maxMs: 10_000 }

/**
 * The credential a client uses now. A source that is a function is asked when there is none, when
 * the last one is older than `freshForMs`, and after a rejection: once, however many wait for it.
 */
export class TokenProvider {
  /** Counts the sources: what was asked of the one says nothing of the next. */
  generation = 0
  /** Takes every token it knows out of a text. */
  readonly redact: Redact = (text, end) => this.#known.redact(text, end)
  readonly #known = new KnownTokens()
  readonly #options: TokenProviderOptions
  #source: TokenSource | undefined
  #current: TokenCredential | undefined
  #askedAt = Number.NEGATIVE_INFINITY
  #stopWaiting: (() => void) | undefined
  #asking: Promise<TokenCredential> | undefined
  /** How often the source gave the current token though the API had rejected it. */
  #refused: { readonly times: number; readonly askAgainAt: number } | undefined

  /** @throws BandoConfigError when a static token cannot be one. */
  constructor(source: TokenSource | undefined, options: TokenProviderOptions) {
    this.#options = options
    this.#source = source
    if (typeof source !== 'string') return
    this.#current = new TokenCredential(source)
    this.#known.add(this.#current)
  }

  get current(): TokenCredential | undefined {
    return this.#current
  }

  /** Whether calls are made without a token. */
  get isAnonymous(): boolean {
    return this.#source === undefined
  }

  /** @throws BandoConfigError when a static token cannot be one; the old one then stays. */
  set(source: TokenSource | undefined): void {
    const next = typeof source === 'string' ? new TokenCredential(source) : undefined
    this.#source = source
    this.#asking = undefined
    this.#refused = undefined
    this.#askedAt = Number.NEGATIVE_INFINITY
    this.generation += 1
    if (typeof source !== 'function') this.#change(next, true)
    // Asks at once for the calls that wait already. The next call asks again and reports a failure.
    else this.#ask(source).catch(() => {})
  }

  /** What to wait for before a call can be made; `undefined`: nothing. */
  pending(): Promise<TokenCredential> | undefined {
    if (typeof this.#source !== 'function') return undefined
    const isFresh = this.#options.clock.now() - this.#askedAt < this.#options.freshForMs
    return this.#current && isFresh ? undefined : this.#ask(this.#source)
  }

  /** Whether another token than `rejected` is to be had, asking the source where there is one. */
  async renew(rejected: string): Promise<boolean> {
    if (this.#current?.id !== rejected) return this.#current !== undefined
    if (typeof this.#source !== 'function') return false
    const now = this.#options.clock.now()
    if (this.#asking === undefined && this.#refused && now < this.#refused.askAgainAt) return false
    const renewed = await this.#ask(this.#source)
    if (renewed.id !== rejected) return true
    const { times, askAgainAt } = this.#refused ?? { times: 0, askAgainAt: now }
    // Several calls may wait for one answer of the source: they count once.
    if (now >= askAgainAt) {
      const delayMs = backoffMs(times, askAgainAfter)
      this.#refused = { times: times + 1, askAgainAt: this.#options.clock.now() + delayMs }
    }
    return false
  }

  #ask(source: () => string | Promise<string>): Promise<TokenCredential> {
    if (this.#asking) return this.#asking
    const asking = this.#read(source).finally(() => {
      // After a `setToken` another one may be asked by now.
      if (this.#asking === asking) this.#asking = undefined
    })
    this.#asking = asking
    return asking
  }

  async #read(source: () => string | Promise<string>): Promise<TokenCredential> {
    const token = await this.#withTimeout(source)
    const credential = this.#current?.isToken(token) ? this.#current : asCredential(token)
    // A `setToken` in the meantime is newer.
    if (this.#source !== source) return (await this.pending()) ?? this.#current ?? credential
    this.#askedAt = this.#options.clock.now()
    // The same token again is no news: a rejection of it stands.
    if (credential !== this.#current) this.#change(credential, false)
    return credential
  }

  /** Stops waiting for the source: the client was closed. */
  close(): void {
    this.#stopWaiting?.()
  }

  #withTimeout(source: () => string | Promise<string>): Promise<string> {
    const { clock, sourceTimeoutMs } = this.#options
    return new Promise((resolve, reject) => {
      const cancel = clock.schedule(
        () => reject(tokenError(`did not answer within ${sourceTimeoutMs} ms`)),
        sourceTimeoutMs,
        { keepAlive: true },
      )
      this.#stopWaiting = () => {
        cancel()
        reject(tokenError('was given up, since the client was closed'))
      }
      // `async` so that a source that throws at once is heard like one that rejects.
      const asked = (async () => source())()
      asked
        .then(resolve, (cause: unknown) => reject(sourceFailed(redactError(cause, this.redact))))
        .finally(cancel)
    })
  }

  #change(next: TokenCredential | undefined, isOwnersWord: boolean): void {
    const previous = this.#current
    this.#current = next
    this.#refused = undefined
    if (next) this.#known.add(next)
    this.#options.onChange(next, previous, isOwnersWord)
  }
}

function asCredential(token: unknown): TokenCredential {
  try {
    return new TokenCredential(token)
  } catch (error) {
    const found = error instanceof BandoConfigError ? error.message : String(error)
    throw tokenError(`gave something that is not a token: ${found}`, error)
  }
}

/** Our own sources name what is missing, and never repeat a token. */
function sourceFailed(cause: unknown): BandoTokenError {
  return isBandoError(cause, 'config')
    ? tokenError(`failed: ${cause.message}`, cause)
    : tokenError('failed', cause)
}

function tokenError(what: string, cause?: unknown): BandoTokenError {
  return new BandoTokenError(`The token source ${what.replace(/\.$/, '')}. No request was sent.`, {
    sent: false,
    retryable: true,
    attempts: 0,
    cause,
  })
}
