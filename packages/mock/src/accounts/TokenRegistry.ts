import type { Limit } from '../limits/Limit.ts'
import { checkOption } from '../options/checkOption.ts'
import { tokenSchema } from '../options/tokenSchema.ts'
import { fingerprint } from './fingerprint.ts'
import { TokenIndex } from './TokenIndex.ts'

/** What `mock.tokens.issue` takes. */
export interface TokenOptions {
  /** The token itself. @defaultValue a random one that matches `bando_[A-Za-z0-9_]+` */
  token?: string | undefined
  /**
   * The owner of the token. A lockout holds for all tokens of one owner. @defaultValue an owner of
   * its own
   */
  owner?: string | undefined
  /** The token's own limit. @defaultValue the mock's `limit` */
  limit?: Limit | undefined
  /** Milliseconds until the token expires. @defaultValue never */
  expiresInMs?: number | undefined
  /**
   * The only addresses from which the token is accepted. From others a valid token gets 403.
   * @defaultValue any
   */
  addresses?: readonly string[] | undefined
  /** The status of the token at the start, and again after a reset. @defaultValue 'valid' */
  status?: TokenStatus | undefined
}

/** The status of a token. Only a valid token is accepted; the others still name their owner. */
export type TokenStatus = 'valid' | 'revoked' | 'expired'

/** The record of a token. It does not hold the token, which is the key of the record. */
export interface TokenRecord {
  readonly fingerprint: string
  readonly owner: string
  limit: Limit | undefined
  readonly addresses: readonly string[] | undefined
  /** Epoch milliseconds on the mock's clock, or null if the token never expires. */
  expiresAt: number | null
  status: TokenStatus
}

/** Returns the status of a token at `now`. */
export function statusOf({ status, expiresAt }: TokenRecord, now: number): TokenStatus {
  return status === 'valid' && expiresAt !== null && now >= expiresAt ? 'expired' : status
}

/** A token, and the options to which a reset restores it. */
interface Issued {
  readonly record: TokenRecord
  readonly status: TokenStatus
  readonly limit: Limit | undefined
  readonly expiresInMs: number | undefined
}

/** All issued tokens. Revoked and expired tokens stay, as they still name their owner. */
export class TokenRegistry {
  /** Finds the secrets that must not be shown. */
  readonly secrets = new TokenIndex()
  readonly #byToken = new Map<string, TokenRecord>()
  readonly #byFingerprint = new Map<string, Issued>()
  readonly #limitByOwner = new Map<string, Limit | undefined>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * Issues a token and returns it.
   * @throws {MockOptionError} if an option is invalid
   */
  issue(given: TokenOptions = {}): string {
    const options = checkOption(tokenSchema, given, 'token options')
    const token = options.token ?? randomToken()
    const name = fingerprint(token)
    const { status = 'valid', expiresInMs } = options
    const record: TokenRecord = {
      fingerprint: name,
      owner: options.owner ?? `owner-${name.slice(0, 8)}`,
      limit: options.limit,
      addresses: options.addresses,
      expiresAt: this.#expiryOf(expiresInMs),
      status,
    }
    this.secrets.add(token)
    this.#byToken.set(token, record)
    this.#byFingerprint.set(name, { record, status, limit: record.limit, expiresInMs })
    this.#addLimit(record)
    return token
  }

  /**
   * Returns the limit that all tokens of this owner share: the last one given to one of them, or
   * undefined for the mock's own.
   */
  ownerLimit(owner: string): Limit | undefined {
    return this.#limitByOwner.get(owner)
  }

  revoke(tokenOrFingerprint: string): void {
    this.known(tokenOrFingerprint).status = 'revoked'
  }

  expire(tokenOrFingerprint: string): void {
    this.known(tokenOrFingerprint).status = 'expired'
  }

  /**
   * Sets the token's limit, or the mock's own if none is given.
   * @throws {MockOptionError} if the limit is invalid
   */
  setLimit(tokenOrFingerprint: string, limit: Limit | undefined): TokenRecord {
    const record = this.known(tokenOrFingerprint)
    record.limit = checkOption(tokenSchema, { limit }, 'token options').limit
    this.#limitByOwner.set(record.owner, record.limit)
    return record
  }

  find(tokenOrFingerprint: string): TokenRecord | undefined {
    return this.#byToken.get(tokenOrFingerprint) ?? this.#byFingerprint.get(tokenOrFingerprint)?.record
  }

  /** Returns the record of a token from a request. A fingerprint is not accepted here. */
  present(token: string): TokenRecord | undefined {
    return this.#byToken.get(token)
  }

  /** Returns a copy of each record with its status at this instant. */
  list(): TokenRecord[] {
    const now = this.#now()
    return [...this.#byToken.values()].map((record) => ({ ...record, status: statusOf(record, now) }))
  }

  /** Restores every token to the options it was issued with, counted from now. */
  restore(): void {
    this.#limitByOwner.clear()
    for (const { record, status, limit, expiresInMs } of this.#byFingerprint.values()) {
      record.status = status
      record.limit = limit
      this.#addLimit(record)
      record.expiresAt = this.#expiryOf(expiresInMs)
    }
  }

  /**
   * Returns the record of an issued token.
   * @throws {RangeError} if the token was never issued
   */
  known(tokenOrFingerprint: string): TokenRecord {
    const record = this.find(tokenOrFingerprint)
    if (record) return record
    throw new RangeError(
      `This mock never issued the token with the fingerprint "${fingerprint(tokenOrFingerprint)}". Issue it first: mock.tokens.issue({ token }).`,
    )
  }

  /** Sets the limit of the owner. A token without a limit does not change it. */
  #addLimit({ owner, limit }: TokenRecord): void {
    if (limit !== undefined) this.#limitByOwner.set(owner, limit)
  }

  #expiryOf(expiresInMs: number | undefined): number | null {
    return expiresInMs === undefined ? null : this.#now() + expiresInMs
  }
}

function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `bando_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
