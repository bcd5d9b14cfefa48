import { BoundedMap } from '../accounts/BoundedMap.ts'
import type { TokenRecord } from '../accounts/TokenRegistry.ts'
import { createMeter } from '../limits/createMeter.ts'
import type { Limit } from '../limits/Limit.ts'
import type { Meter } from '../limits/Meter.ts'
import type { MockSettings } from '../options/MockSettings.ts'

const isIdle = (meter: Meter, now: number): boolean => meter.quota(now).resetAt <= now

/** What each caller has spent: tokens by their own name or their owner's, others by address. */
export class Budgets {
  readonly #settings: MockSettings
  readonly #tokens = new Map<string, Meter>()
  readonly #addresses: BoundedMap<Meter>

  constructor(settings: MockSettings) {
    this.#settings = settings
    this.#addresses = new BoundedMap(settings.maxAddresses, isIdle)
  }

  ofToken(token: TokenRecord): Meter {
    const key = this.#keyOf(token)
    const known = this.#tokens.get(key)
    if (known) return known
    const fresh = this.#meter(token.limit ?? this.#settings.limit)
    this.#tokens.set(key, fresh)
    return fresh
  }

  /** Has the token begin anew, with the limit it has now. */
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

  #keyOf(token: TokenRecord): string {
    return this.#settings.budgetOf === 'owner' ? token.owner : token.fingerprint
  }

  #meter(limit: Limit): Meter {
    return createMeter(this.#settings.algorithm, limit)
  }
}
