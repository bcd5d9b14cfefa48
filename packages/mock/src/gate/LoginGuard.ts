import { Lockouts } from '../lockout/Lockouts.ts'
import type { MockSettings } from '../options/MockSettings.ts'

/** Refuses authentication where it failed too often: for the token's owner and for the caller's address. */
export class LoginGuard {
  readonly owners: Lockouts | undefined
  readonly addresses: Lockouts | undefined
  readonly #refusesAnonymous: boolean

  constructor({ lockout, maxAddresses }: MockSettings) {
    if (lockout === false) {
      this.#refusesAnonymous = false
      return
    }
    // Owners are as many as the tokens issued, whoever calls.
    if (lockout.by !== 'address') this.owners = new Lockouts(lockout, Number.POSITIVE_INFINITY)
    if (lockout.by !== 'owner') this.addresses = new Lockouts(lockout, maxAddresses)
    this.#refusesAnonymous = lockout.anonymous === 'refused'
  }

  /** The later end of the two locks, or undefined where an attempt may be made. */
  lockedUntil(owner: string | undefined, address: string, now: number): number | undefined {
    const byAddress = this.addresses?.lockedUntil(address, now)
    const byOwner = owner === undefined ? undefined : this.owners?.lockedUntil(owner, now)
    if (byAddress === undefined || byOwner === undefined) return byAddress ?? byOwner
    return Math.max(byAddress, byOwner)
  }

  /** Where the settings refuse anonymous requests too, the end of the address's lock. */
  anonymousLockedUntil(address: string, now: number): number | undefined {
    return this.#refusesAnonymous ? this.addresses?.lockedUntil(address, now) : undefined
  }

  /** One more failed attempt. */
  fail(owner: string | undefined, address: string, now: number): void {
    if (owner !== undefined) this.owners?.fail(owner, now)
    this.addresses?.fail(address, now)
  }
}
