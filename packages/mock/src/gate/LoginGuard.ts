import { Lockouts } from '../lockout/Lockouts.ts'
import type { MockSettings } from '../options/MockSettings.ts'

/**
 * Refuses authentication after too many failures, by the token's owner and by the caller's address.
 */
export class LoginGuard {
  readonly owners: Lockouts | undefined
  readonly addresses: Lockouts | undefined
  readonly #refusesAnonymous: boolean

  constructor({ lockout, maxAddresses }: MockSettings) {
    if (lockout === false) {
      this.#refusesAnonymous = false
      return
    }
    // There are only as many owners as issued tokens, so their number needs no bound.
    if (lockout.by !== 'address') this.owners = new Lockouts(lockout, Number.POSITIVE_INFINITY)
    if (lockout.by !== 'owner') this.addresses = new Lockouts(lockout, maxAddresses)
    this.#refusesAnonymous = lockout.anonymous === 'refused'
  }

  /** Returns the later end of the two locks, or undefined if an attempt is allowed. */
  lockedUntil(owner: string | undefined, address: string, now: number): number | undefined {
    const byAddress = this.addresses?.lockedUntil(address, now)
    const byOwner = owner === undefined ? undefined : this.owners?.lockedUntil(owner, now)
    if (byAddress === undefined || byOwner === undefined) return byAddress ?? byOwner
    return Math.max(byAddress, byOwner)
  }

  /** Returns the end of the address's lock, if the settings refuse anonymous requests too. */
  anonymousLockedUntil(address: string, now: number): number | undefined {
    return this.#refusesAnonymous ? this.addresses?.lockedUntil(address, now) : undefined
  }

  /** Records a failed attempt. */
  fail(owner: string | undefined, address: string, now: number): void {
    if (owner !== undefined) this.owners?.fail(owner, now)
    this.addresses?.fail(address, now)
  }
}
