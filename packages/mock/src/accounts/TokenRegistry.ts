import type { Limit } from '../limits/Limit.ts'
import { fingerprint } from './fingerprint.ts'

/** What `mock.tokens.issue` takes. */
export interface TokenOptions {
  /** The token itself. @defaultValue a random one that matches `bando_[A-Za-z0-9_]+` */
  token?: string | undefined
  /** Whom it belongs to: a lockout holds for all tokens of one owner. @defaultValue an owner of its own */
  owner?: string | undefined
  /** Its own tier. @defaultValue the mock's `limit` */
  limit?: Limit | undefined
  /** After so many milliseconds it counts as expired. @defaultValue never */
  expiresInMs?: number | undefined
  /** The only addresses it may be used from; from others a valid one gets 403. @defaultValue any */
  addresses?: readonly string[] | undefined
}

/** What is known of a token; the token itself is only the key it is found by. */
export interface TokenRecord {
  readonly fingerprint: string
  readonly owner: string
  readonly limit: Limit | undefined
  readonly addresses: readonly string[] | undefined
  readonly expiresAt: number
  status: 'valid' | 'revoked' | 'expired'
}

/** Every token ever issued, revoked and expired ones included: those still name their owner. */
export class TokenRegistry {
  readonly #byToken = new Map<string, TokenRecord>()
  readonly #byFingerprint = new Map<string, TokenRecord>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  issue(options: TokenOptions = {}): string {
    const token = options.token ?? randomToken()
    const name = fingerprint(token)
    const record: TokenRecord = {
      fingerprint: name,
      owner: options.owner ?? `owner-${name.slice(0, 8)}`,
      limit: options.limit,
      addresses: options.addresses,
      expiresAt: this.#now() + (options.expiresInMs ?? Number.POSITIVE_INFINITY),
      status: 'valid',
    }
    this.#byToken.set(token, record)
    this.#byFingerprint.set(name, record)
    return token
  }

  revoke(tokenOrFingerprint: string): void {
    this.known(tokenOrFingerprint).status = 'revoked'
  }

  expire(tokenOrFingerprint: string): void {
    this.known(tokenOrFingerprint).status = 'expired'
  }

  find(tokenOrFingerprint: string): TokenRecord | undefined {
    return this.#byToken.get(tokenOrFingerprint) ?? this.#byFingerprint.get(tokenOrFingerprint)
  }

  /** The record of a token as a request carries it: a fingerprint opens nothing. */
  present(token: string): TokenRecord | undefined {
    return this.#byToken.get(token)
  }

  list(): TokenRecord[] {
    return [...this.#byToken.values()]
  }

  /** Makes every token valid again. */
  restore(): void {
    for (const record of this.#byToken.values()) record.status = 'valid'
  }

  /** @throws {RangeError} if it was never issued */
  known(tokenOrFingerprint: string): TokenRecord {
    const record = this.find(tokenOrFingerprint)
    if (record) return record
    throw new RangeError(
      `This mock never issued the token with the fingerprint "${fingerprint(tokenOrFingerprint)}". Issue it first: mock.tokens.issue({ token }).`,
    )
  }
}

function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `bando_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
