import { BoundedMap } from '../accounts/BoundedMap.ts'
import type { TokenRecord, TokenRegistry } from '../accounts/TokenRegistry.ts'
import { createMeter } from '../limits/createMeter.ts'
import type { Limit } from '../limits/Limit.ts'
import type { Meter } from '../limits/Meter.ts'
import type { MockSettings } from '../options/MockSettings.ts'

const isIdle = (meter: Meter, now: number): boolean => meter.quota(now).resetAt <= now

/** The budget of each caller: of tokens by token or owner, of anonymous callers by address. */
export class Budgets {
  readonly #settings: MockSettings
  readonly #registry: Pick<TokenRegistry, 'ownerLimit'>
  readonly #tokens = new Map<string, Meter>()
  readonly #addresses: BoundedMap<Meter>

  constructor(settings: MockSettings, registry: Pick<TokenRegistry, 'ownerLimit'>) {
    this.#settings = settings
    this.#registry = registry
    this.#addresses = new BoundedMap(settings.maxAddresses, isIdle)
  }

  ofToken(token: TokenRecord): Meter {
    const key = this.#keyOf(token)
    const known = this.#tokens.get(key)
    if (known) return known
    const fresh = this.#meter(this.#limitOf(token))
    this.#tokens.set(key, fresh)
    return fresh
  }

  /** Returns the token's meter to be shown. A meter that has counted nothing is not stored. */
  shownOf(token: TokenRecord): Meter {
    return this.#tokens.get(this.#keyOf(token)) ?? this.#meter(this.#limitOf(token))
  }

  /** Resets a budget if its limit has changed. Any other keeps its count. */
  fit(token: TokenRecord): void {
    const known = this.#tokens.get(this.#keyOf(token))
    const { requests, windowMs } = this.#limitOf(token)
    if (known?.limit.requests !== requests || known.limit.windowMs !== windowMs) this.beginAnew(token)
  }

  /** Resets the token's budget, with its present limit. */
  beginAnew(token: TokenRecord): void {
    this.#tokens.delete(this.#keyOf(token))
  }

  ofAddress(address: string, now: number): Meter {
    const known = this.#addresses.get(address)
    if (known) return known
    const fresh = this.#meter(this.#settings.anonymousLimit)
    this.#addresses.add(address, fresh, now)
    return fresh
  }

  addresses(now: number): Iterable<[string, Meter]> {
    return this.#addresses.active(now)
  }

  #limitOf(token: TokenRecord): Limit {
    const own = this.#settings.budgetOf === 'owner' ? this.#registry.ownerLimit(token.owner) : token.limit
    return own ?? this.#settings.limit
  }

  #keyOf(token: TokenRecord): string {
    return this.#settings.budgetOf === 'owner' ? token.owner : token.fingerprint
  }

  #meter(limit: Limit): Meter {
    return createMeter(this.#settings.algorithm, limit)
  }
}
