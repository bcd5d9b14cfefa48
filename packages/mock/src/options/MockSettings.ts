import type { Algorithm } from '../limits/createMeter.ts'
import type { Limit } from '../limits/Limit.ts'
import type { LockoutRule } from '../lockout/LockoutRule.ts'

/**
 * The fields that report a limit: those of draft-ietf-httpapi-ratelimit-headers-10, the
 * `X-RateLimit` family, or none.
 */
export type HeaderStyle = 'standard' | 'legacy' | 'legacy-seconds' | 'none'

/**
 * The bodies of errors: the API's own, its own before 2025-08-11, RFC 9457 problems, a line of
 * text, or none.
 */
export type ErrorStyle = 'bando' | 'legacy' | 'problem' | 'plain' | 'empty'

/** The rule of the lockout, and two readings of the contract. */
export interface LockoutOptions extends LockoutRule {
  /** What is locked: the token's owner, the caller's address, or both. @defaultValue 'both' */
  readonly by: 'both' | 'owner' | 'address'
  /** Whether a request without credentials is served during a lockout. @defaultValue 'served' */
  readonly anonymous: 'served' | 'refused'
}

/**
 * Which refused requests spend budget. A 429 spends the caller's own budget, a 401 or 403 the
 * address's anonymous one.
 */
export interface CountedOptions {
  readonly limited: boolean
  readonly rejected: boolean
  readonly locked: boolean
}

/** Every reading of the contract, complete. */
export interface MockSettings {
  /** The limit of a standard token. @defaultValue 100 an hour */
  readonly limit: Limit
  /** The limit of a caller without credentials, by address. @defaultValue 60 an hour */
  readonly anonymousLimit: Limit
  /** How requests are counted in a window. @defaultValue 'fixed-window' */
  readonly algorithm: Algorithm
  /**
   * Whether all tokens of an owner share one budget. Its limit is the last one given to any of
   * them. @defaultValue 'token'
   */
  readonly budgetOf: 'token' | 'owner'
  /**
   * The rule of the lockout, or false for none. @defaultValue 5 failures within 60 s lock for 15
   * min, by owner and address
   */
  readonly lockout: LockoutOptions | false
  /** The fields that report a limit. @defaultValue 'standard' */
  readonly headers: HeaderStyle
  /** The bodies of errors. @defaultValue 'bando' */
  readonly errors: ErrorStyle
  /** Which refused requests spend budget. @defaultValue 429 no; 401 and 403 yes */
  readonly counted: CountedOptions
  /** How an `Authorization` field without a bearer token is treated. @defaultValue 'rejected' */
  readonly malformed: 'rejected' | 'anonymous'
  /**
   * The order of the checks. With 'limit-first', a 401 or 403 past the address's budget becomes a
   * 429. @defaultValue 'credentials-first'
   */
  readonly order: 'credentials-first' | 'limit-first'
  /**
   * Whether a registration's reference and required fields must match the variant's regular
   * expressions. @defaultValue false
   */
  readonly checkReferences: boolean
  /** Milliseconds for which a transaction is PENDING. @defaultValue 10 000 */
  readonly pendingMs: number
  /** Milliseconds for which a transaction is then PROCESSING. @defaultValue 20 000 */
  readonly processingMs: number
  /** The number of requests that the journal keeps. @defaultValue 1000 */
  readonly journalSize: number
  /**
   * The most addresses to remember of each kind: with spent budget, with failures, and locked.
   * @defaultValue 10 000
   */
  readonly maxAddresses: number
  /** The seed of all random faults, which makes them repeatable. @defaultValue 1 */
  readonly seed: number
}
