import type * as platform from '../contract/platform.ts'
import type { FetchOptions } from './FetchOptions.ts'
import type { Priority, WhenLocked } from '../contract/Call.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Logger } from '../contract/Logger.ts'
import type { Store } from '../contract/Store.ts'
import type { TokenSource } from '../contract/TokenSource.ts'
import type { Transport } from '../contract/Transport.ts'
import type { LockoutEvidence } from '../contract/LockoutEvidence.ts'

/** Attempts that failed without our doing: the network, a time-out, or 408, 500, 502, 503, 504. */
export interface RetryOptions {
  /** How many requests a call may cost in all. @defaultValue 3 */
  readonly attempts?: number | undefined
  /**
   * Upper end of the first pause, in ms; doubled each time, and drawn at random from 0 up.
   * @defaultValue 250
   */
  readonly baseMs?: number | undefined
  /** No pause is longer, in ms, but where the API names one. @defaultValue 8_000 */
  readonly maxMs?: number | undefined
  /**
   * Bounds the retries of all calls of the client together, so that an outage is not multiplied.
   */
  readonly budget?: RetryBudgetOptions | undefined
}

/** How many retries all calls of a client may cost together. */
export interface RetryBudgetOptions {
  /** Retries that each first attempt earns, from 0 to 1. @defaultValue 0.2 */
  readonly ratio?: number | undefined
  /**
   * Retries beyond that share; once spent they come back over an hour. `Infinity` for no bound.
   * @defaultValue 10
   */
  readonly min?: number | undefined
}

/** Everything that `createBando` takes. All of it may be left out. */
export interface BandoOptions {
  /**
   * The token, or a function that is asked for it: at first, a minute after the last time, and
   * after a 401. Left out: anonymous.
   */
  readonly token?: TokenSource | undefined
  /** Where the API is: one of `environments`, or another. @defaultValue environments.production */
  readonly baseUrl?: string | platform.URL | undefined
  /**
   * With a token: a ceiling. Left out, the API's own statement may raise it. @defaultValue 100
   * requests per hour (C5)
   */
  readonly limit?: Limit | undefined
  /** Without a token. @defaultValue 60 requests per hour */
  readonly anonymousLimit?: Limit | undefined
  /**
   * Share of the limit that may go at once: 1 all, 0 evenly spread over the window. @defaultValue 1
   */
  readonly burstShare?: number | undefined
  /**
   * Requests under way with a token that is known to be good. More than 4 risk a lockout when it is
   * revoked. @defaultValue 4
   */
  readonly maxInFlight?: number | undefined
  /** Share of the limit kept for priority `high`, from 0 to below 1. @defaultValue 0 */
  readonly reserve?: number | undefined
  /**
   * How long a call may wait for the budget, in ms; `Infinity` for batch work. @defaultValue 30_000
   */
  readonly maxWaitMs?: number | undefined
  /** How many calls may wait. @defaultValue 100_000 */
  readonly maxWaiting?: number | undefined
  /**
   * For each attempt, its body included, in ms. Node's `fetch` has limits of its own, of 300 s
   * until the head and between two pieces of the body: to wait longer, pass a `dispatcher` in
   * `fetchOptions`. @defaultValue 30_000
   */
  readonly timeoutMs?: number | undefined
  /**
   * For a whole call, in ms: the token, the queue, every attempt, the pauses between, the body, and
   * what `schema` makes of it. No pause is begun that would end later. @defaultValue Infinity
   */
  readonly deadlineMs?: number | undefined
  /**
   * How long the body of an answer may be that is read for the caller, in bytes, or `Infinity`.
   * @defaultValue 52_428_800 (50 MiB)
   */
  readonly maxBodyBytes?: number | undefined
  /**
   * How long after we gave it up a request may still reach the API, in ms (P1). @defaultValue
   * 60_000
   */
  readonly maxFlightMs?: number | undefined
  /** How long a good answer proves a token, in ms (P2). @defaultValue 60_000 */
  readonly verifiedForMs?: number | undefined
  /** How long a token function may take, in ms. @defaultValue 10_000 */
  readonly tokenTimeoutMs?: number | undefined
  readonly retry?: RetryOptions | undefined
  /**
   * While the API refuses all authentication: fail at once, wait, or go on without the token.
   * @defaultValue 'fail'
   */
  readonly whenLocked?: WhenLocked | undefined
  /**
   * Whether identical GETs under way share one request, each caller with its own copy, abort and
   * patience. @defaultValue true
   */
  readonly dedupe?: boolean | undefined
  /**
   * Has the last word on whether a 403 is a lockout; `undefined` leaves it to us.
   * @defaultValue by the body, the headers, and what is known of the token
   */
  readonly isLockout?: ((evidence: LockoutEvidence) => boolean | undefined) | undefined
  /**
   * Whose budget it is, for tokens of one owner that are used at the same time: clients and members
   * of a store with the same name share it, whatever their tokens. @defaultValue the account of the
   * client's first token
   */
  readonly account?: string | undefined
  /**
   * Where the budget is kept. @defaultValue the process's own memory, shared by all clients of the
   * same account
   */
  readonly store?: Store | undefined
  /** @defaultValue the global `fetch` */
  readonly fetch?: Transport | undefined
  /** A token in a browser can be read by every visitor of the page. @defaultValue false */
  readonly allowTokenInBrowser?: boolean | undefined
  /** Sent with every request. `Authorization` is not among them. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** @defaultValue warnings and errors to the console */
  readonly logger?: Logger | undefined
  /** @defaultValue the machine's own time */
  readonly clock?: Clock | undefined
  /** From 0 to below 1, for jitter. @defaultValue Math.random */
  readonly random?: (() => number) | undefined
}

export type QueryValue = string | number | boolean | null | undefined

/** What one call may set for itself. */
export interface RequestOptions {
  /** Added to the path's own; `null` and `undefined` are left out, an array repeats its name. */
  readonly query?:
    | Readonly<Record<string, QueryValue | readonly QueryValue[]>>
    | platform.URLSearchParams
    | undefined
  /** Values for `{name}` in the path, encoded. */
  readonly params?: Readonly<Record<string, string | number>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Makes a POST or PATCH safe to repeat; sent as `Idempotency-Key`. */
  readonly idempotencyKey?: string | undefined
  readonly signal?: platform.AbortSignal | undefined
  /** @defaultValue 'normal' */
  readonly priority?: Priority | undefined
  readonly maxWaitMs?: number | undefined
  readonly timeoutMs?: number | undefined
  readonly deadlineMs?: number | undefined
  readonly maxBodyBytes?: number | undefined
  readonly whenLocked?: WhenLocked | undefined
  /**
   * Whether it makes no sense without the token, so that `whenLocked: 'anonymous'` does not apply.
   * @defaultValue false
   */
  readonly requireToken?: boolean | undefined
  /**
   * Calls of one group take turns with those of other groups of the same priority, so that one user
   * of many cannot fill the queue. Compared as a `Map` compares keys. @defaultValue a group of its
   * own
   */
  readonly group?: unknown
  /**
   * Names the call while it is under way, for `waitOf`, `raise` and the event `wait`. Compared as a
   * `Map` compares keys.
   */
  readonly key?: unknown
  /**
   * What the transport is given besides, such as `{ cache: 'no-store' }`, or `next` and
   * `dispatcher`. A call with it shares its request with no other.
   */
  readonly fetchOptions?: FetchOptions | undefined
  /** Whether an identical GET under way may be joined. @defaultValue as the client does */
  readonly dedupe?: boolean | undefined
}
