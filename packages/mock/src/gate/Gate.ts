import { fingerprint } from '../accounts/fingerprint.ts'
import { readCredential, type Credential } from '../accounts/readCredential.ts'
import { statusOf, type TokenRecord, type TokenRegistry } from '../accounts/TokenRegistry.ts'
import type { Meter } from '../limits/Meter.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import { Budgets } from './Budgets.ts'
import { LoginGuard } from './LoginGuard.ts'
import type { Budget, Caller, Refusal, RejectionReason, Verdict } from './Verdict.ts'

/** Decides on each request in the contract's order: lockout, credentials, limit. */
export class Gate {
  readonly budgets: Budgets
  readonly guard: LoginGuard
  readonly #settings: MockSettings
  readonly #registry: TokenRegistry

  constructor(settings: MockSettings, registry: TokenRegistry) {
    this.#settings = settings
    this.#registry = registry
    this.budgets = new Budgets(settings, registry)
    this.guard = new LoginGuard(settings)
  }

  judge(authorization: string | undefined, address: string, now: number): Verdict {
    const credential = this.#read(authorization)
    if (credential.kind === 'anonymous') return this.#anonymous(address, now)
    const token = credential.kind === 'bearer' ? this.#registry.present(credential.token) : undefined
    const until = this.guard.lockedUntil(token?.owner, address, now)
    if (until !== undefined) {
      return this.#refuse({ kind: 'locked', until, ...named(credential, token) }, address, now)
    }
    const reason = rejection(credential, token, now)
    if (reason !== undefined || token === undefined) {
      this.guard.fail(token?.owner, address, now)
      return this.#refuse(
        { kind: 'rejected', reason: reason ?? 'unknown', ...named(credential, token) },
        address,
        now,
      )
    }
    if (token.addresses && !token.addresses.includes(address)) {
      return this.#refuse({ kind: 'forbidden', ...named(credential, token) }, address, now)
    }
    return this.#spend(
      { name: 'token', meter: this.budgets.ofToken(token) },
      { credential: token.fingerprint, token },
      now,
    )
  }

  #read(authorization: string | undefined): Credential {
    const credential = readCredential(authorization)
    return credential.kind === 'malformed' && this.#settings.malformed === 'anonymous'
      ? { kind: 'anonymous' }
      : credential
  }

  #anonymous(address: string, now: number): Verdict {
    const until = this.guard.anonymousLockedUntil(address, now)
    if (until !== undefined) {
      return this.#refuse({ kind: 'locked', until, ...anonymous }, address, now)
    }
    return this.#spend({ name: 'anonymous', meter: this.budgets.ofAddress(address, now) }, anonymous, now)
  }

  #spend(budget: Budget, caller: Caller, now: number): Verdict {
    const open = hasRoom(budget.meter, now)
    const counted = open || this.#settings.counted.limited
    if (counted) budget.meter.count(now)
    const { credential, token } = caller
    return { kind: open ? 'served' : 'limited', credential, token, budget, counted }
  }

  /**
   * Counts a refused credential against the address's anonymous budget. The refusal stays a 401 or
   * 403 even if that budget is spent.
   */
  #refuse(refusal: Refusal, address: string, now: number): Verdict {
    const budget: Budget = { name: 'anonymous', meter: this.budgets.ofAddress(address, now) }
    if (this.#settings.order === 'limit-first' && !hasRoom(budget.meter, now)) {
      return this.#spend(budget, refusal, now)
    }
    const { rejected, locked } = this.#settings.counted
    const counted = refusal.kind === 'rejected' ? rejected : locked
    if (counted) budget.meter.count(now)
    return { ...refusal, budget, counted }
  }
}

const anonymous: Caller = { credential: 'anonymous', token: undefined }

function hasRoom(meter: Meter, now: number): boolean {
  return meter.quota(now).remaining > 0
}

function named(
  credential: Exclude<Credential, { kind: 'anonymous' }>,
  token: TokenRecord | undefined,
): Caller {
  const secret = credential.kind === 'bearer' ? credential.token : credential.value
  return { credential: token?.fingerprint ?? fingerprint(secret), token }
}

function rejection(
  credential: Credential,
  token: TokenRecord | undefined,
  now: number,
): RejectionReason | undefined {
  if (credential.kind === 'malformed') return 'malformed'
  if (token === undefined) return 'unknown'
  const status = statusOf(token, now)
  return status === 'valid' ? undefined : status
}
