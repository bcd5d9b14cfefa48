import type { Algorithm } from '../limits/createMeter.ts'
import type { Limit } from '../limits/Limit.ts'
import type { LockoutRule } from '../lockout/LockoutRule.ts'

/** How the server tells what is left: the fields of draft-ietf-httpapi-ratelimit-headers-10, the `X-RateLimit` family, or not at all. */
export type HeaderStyle = 'standard' | 'legacy' | 'legacy-seconds' | 'none'

/** Bodies of refusals: the API's own, its own before 2025-08-11, RFC 9457 problems, a line of text, or nothing. */
export type ErrorStyle = 'bando' | 'legacy' | 'problem' | 'plain' | 'empty'

/** The lockout's rule, and two readings of the contract. */
export interface LockoutOptions extends LockoutRule {
  /** Who is locked: the token's owner, the caller's address, or both. @defaultValue 'both' */
  readonly by: 'both' | 'owner' | 'address'
  /** Whether a request without credentials is served meanwhile. @defaultValue 'served' */
  readonly anonymous: 'served' | 'refused'
}

/** Which refused requests spend budget. A 429 spends the caller's own, a 401 or 403 the address's anonymous one. */
export interface CountedOptions {
  readonly limited: boolean
  readonly rejected: boolean
  readonly locked: boolean
}

/** Every reading of the contract, complete. */
export interface MockSettings {
  /** Of a standard token. @defaultValue 100 an hour */
  readonly limit: Limit
  /** Of a caller without credentials, by address. @defaultValue 60 an hour */
  readonly anonymousLimit: Limit
  /** How the window is counted. @defaultValue 'fixed-window' */
  readonly algorithm: Algorithm
  /** Whether tokens of one owner share a budget; its limit is then the last that one of them was given. @defaultValue 'token' */
  readonly budgetOf: 'token' | 'owner'
  /** @defaultValue 5 failures within 60 s lock for 15 min, by owner and address */
  readonly lockout: LockoutOptions | false
  /** @defaultValue 'standard' */
  readonly headers: HeaderStyle
  /** @defaultValue 'bando' */
  readonly errors: ErrorStyle
  /** @defaultValue 429 no; 401 and 403 yes */
  readonly counted: CountedOptions
  /** What an `Authorization` field that holds no bearer token is. @defaultValue 'rejected' */
  readonly malformed: 'rejected' | 'anonymous'
  /** With 'limit-first' a 401 or 403 past the address's budget becomes a 429. @defaultValue 'credentials-first' */
  readonly order: 'credentials-first' | 'limit-first'
  /** Whether a registration's reference and required fields must match the variant's regular expressions. @defaultValue false */
  readonly checkReferences: boolean
  /** How long a transaction is PENDING. @defaultValue 10 000 */
  readonly pendingMs: number
  /** How long it is PROCESSING then. @defaultValue 20 000 */
  readonly processingMs: number
  /** How many requests the journal remembers. @defaultValue 1000 */
  readonly journalSize: number
  /** How many addresses are remembered at once: so many that spent something, failed, or are locked, each. @defaultValue 10 000 */
  readonly maxAddresses: number
  /** Makes faults by probability repeatable. @defaultValue 1 */
  readonly seed: number
}
