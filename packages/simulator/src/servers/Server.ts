import type { Algorithm, Quota } from './Algorithm.ts'
import { fixedWindow } from './fixedWindow.ts'
import { slidingCounter } from './slidingCounter.ts'
import { slidingLog } from './slidingLog.ts'
import { tokenBucket } from './tokenBucket.ts'

export const serverKinds = [
  'fixed window, aligned',
  'fixed window, from first',
  'sliding log',
  'token bucket',
  'sliding counter',
] as const
export type ServerKind = (typeof serverKinds)[number]

export interface ServerOptions {
  readonly kind: ServerKind
  readonly quota: Quota
  readonly headers: 'none' | 'standard'
  /** The start of the first window, at or before 0, for an algorithm with aligned windows. */
  readonly alignedAt: number
}

/** The limit of CONTRACT C5 under one algorithm. It is independent of the core's and the mock's. */
export class Server {
  served = 0
  /** The instants of refused requests. */
  readonly refusedAt: number[] = []
  readonly #algorithm: Algorithm
  readonly #quota: Quota
  readonly #headers: 'none' | 'standard'

  constructor({ kind, quota, headers, alignedAt }: ServerOptions) {
    this.#algorithm = algorithm(kind, quota, alignedAt)
    this.#quota = quota
    this.#headers = headers
  }

  handle(now: number): Response {
    const isServed = this.#algorithm.take(now)
    if (isServed) this.served += 1
    else this.refusedAt.push(now)
    return new Response(null, { status: isServed ? 204 : 429, headers: this.#statement(now, isServed) })
  }

  /**
   * Returns `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), and
   * `Retry-After` on a refusal.
   */
  #statement(now: number, isServed: boolean): Record<string, string> {
    if (this.#headers === 'none') return {}
    const { requests, windowMs } = this.#quota
    const resetSeconds = Math.ceil(this.#algorithm.resetMs(now) / 1000)
    return {
      'ratelimit-policy': `"default";q=${requests};w=${windowMs / 1000}`,
      ratelimit: `"default";r=${this.#algorithm.remaining(now)};t=${resetSeconds}`,
      ...(isServed ? {} : { 'retry-after': String(resetSeconds) }),
    }
  }
}

function algorithm(kind: ServerKind, quota: Quota, alignedAt: number): Algorithm {
  switch (kind) {
    case 'fixed window, aligned':
      return fixedWindow(quota, alignedAt)
    case 'fixed window, from first':
      return fixedWindow(quota)
    case 'sliding log':
      return slidingLog(quota)
    case 'token bucket':
      return tokenBucket(quota)
    case 'sliding counter':
      return slidingCounter(quota, alignedAt)
  }
}
