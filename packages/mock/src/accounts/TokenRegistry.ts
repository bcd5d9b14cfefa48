import type { Limit } from '../limits/Limit.ts'
import { checkOption } from '../options/checkOption.ts'
import { tokenSchema } from '../options/tokenSchema.ts'
import { fingerprint } from './fingerprint.ts'
import { TokenIndex } from './TokenIndex.ts'

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
  /** What it is from the start, and again after a reset. @defaultValue 'valid' */
  status?: TokenStatus | undefined
}

/** Only a valid one opens anything; the others still name their owner. */
export type TokenStatus = 'valid' | 'revoked' | 'expired'

/** What is known of a token; the token itself is only the key it is found by. */
export interface TokenRecord {
  readonly fingerprint: string
  readonly owner: string
  limit: Limit | undefined
  readonly addresses: readonly string[] | undefined
  /** Epoch milliseconds on the mock's clock; null where it never does. */
  expiresAt: number | null
  status: TokenStatus
}

/** Its status as the clock has it. */
export function statusOf({ status, expiresAt }: TokenRecord, now: number): TokenStatus {
  return status === 'valid' && expiresAt !== null && now >= expiresAt ? 'expired' : status
}

/** A token, and what a reset makes of it again. */
interface Issued {
  readonly record: TokenRecord
  readonly status: TokenStatus
  readonly limit: Limit | undefined
  readonly expiresInMs: number | undefined
}

/** Every token ever issued, revoked and expired ones included: those still name their owner. */
export class TokenRegistry {
  /** What must not be shown. */
  readonly secrets = new TokenIndex()
  readonly #byToken = new Map<string, TokenRecord>()
  readonly #byFingerprint = new Map<string, Issued>()
  readonly #limitByOwner = new Map<string, Limit | undefined>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** @throws {MockOptionError} if an option means nothing */
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

  /** The limit of all tokens of this owner together: the last that one of them was given; undefined: the mock's own. */
  ownerLimit(owner: string): Limit | undefined {
    return this.#limitByOwner.get(owner)
  }

  revoke(tokenOrFingerprint: string): void {
    this.known(tokenOrFingerprint).status = 'revoked'
  }

  expire(tokenOrFingerprint: string): void {
    this.known(tokenOrFingerprint).status = 'expired'
  }

  /** Gives it another tier; left out, the mock's own limit. @throws {MockOptionError} if that means nothing */
  setLimit(tokenOrFingerprint: string, limit: Limit | undefined): TokenRecord {
    const record = this.known(tokenOrFingerprint)
    record.limit = checkOption(tokenSchema, { limit }, 'token options').limit
    this.#limitByOwner.set(record.owner, record.limit)
    return record
  }

  find(tokenOrFingerprint: string): TokenRecord | undefined {
    return this.#byToken.get(tokenOrFingerprint) ?? this.#byFingerprint.get(tokenOrFingerprint)?.record
  }

  /** The record of a token as a request carries it: a fingerprint opens nothing. */
  present(token: string): TokenRecord | undefined {
    return this.#byToken.get(token)
  }

  /** Copies, each with its status as the clock has it now. */
  list(): TokenRecord[] {
    const now = this.#now()
    return [...this.#byToken.values()].map((record) => ({ ...record, status: statusOf(record, now) }))
  }

  /** Makes every token what it was when it was issued, as if that were now. */
  restore(): void {
    this.#limitByOwner.clear()
    for (const { record, status, limit, expiresInMs } of this.#byFingerprint.values()) {
      record.status = status
      record.limit = limit
      this.#addLimit(record)
      record.expiresAt = this.#expiryOf(expiresInMs)
    }
  }

  /** @throws {RangeError} if it was never issued */
  known(tokenOrFingerprint: string): TokenRecord {
    const record = this.find(tokenOrFingerprint)
    if (record) return record
    throw new RangeError(
      `This mock never issued the token with the fingerprint "${fingerprint(tokenOrFingerprint)}". Issue it first: mock.tokens.issue({ token }).`,
    )
  }

  /** A token issued without a limit leaves its owner the one there is. */
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
