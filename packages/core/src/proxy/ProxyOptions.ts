import type { Clock } from '../contract/Clock.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Priority } from '../contract/Call.ts'

/** How much of the account's budget each user of the proxy may have. */
export interface PerUserOptions {
  /**
   * Requests that the proxy sends for one user in any `windowMs`. @defaultValue no bound beside the
   * account's
   */
  readonly limit?: Limit | undefined
  /** Calls of one user that may be waiting or in flight at once. @defaultValue 20 */
  readonly maxPending?: number | undefined
}

/** What `createProxy` takes. */
export interface ProxyOptions {
  /**
   * What may be called: a method and a path template each, such as `'GET
   * /api/v1/wallets/:address/'`. A `:name` stands for one segment. Everything else is answered 404,
   * and nothing is sent.
   */
  readonly allow: readonly string[]
  /** The path below which the proxy is mounted, such as `'/bando'`. @defaultValue '' */
  readonly basePath?: string | undefined
  /**
   * Names the user of a request. Users take turns in the queue. @defaultValue all requests are of
   * one user
   */
  readonly userOf?: ((request: Request) => string | undefined | Promise<string | undefined>) | undefined
  readonly perUser?: PerUserOptions | undefined
  /** Runs before anything else. A response that it returns is the answer, and nothing is sent. */
  readonly check?: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined
  /**
   * Other origins whose pages may call the proxy, with cookies. @defaultValue none: other origins
   * get 403
   */
  readonly origins?: readonly string[] | undefined
  /** Request headers that are passed on beside the safe ones. */
  readonly headers?: readonly string[] | undefined
  /** Longest request body, in bytes. @defaultValue 1_048_576 (1 MiB) */
  readonly maxBodyBytes?: number | undefined
  /** @defaultValue 'normal' */
  readonly priority?: Priority | undefined
  /** How long a call may wait for the budget, in ms. @defaultValue as the client does */
  readonly maxWaitMs?: number | undefined
  /** @defaultValue the machine's own time */
  readonly clock?: Pick<Clock, 'now' | 'epoch'> | undefined
}
