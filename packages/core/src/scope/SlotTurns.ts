import type { Rule } from '../contract/Rule.ts'
import type { AuthGuard } from '../limiter/auth/AuthGuard.ts'
import type { Account } from './Account.ts'

/**
 * The turns of the accounts of one origin. Their credentials share the few slots that P2 allows:
 * the next one goes to the account that has not sent a call for the longest time.
 */
export class SlotTurns {
  readonly #auth: AuthGuard
  readonly #accounts: Iterable<Account>
  readonly #lastSent = new WeakMap<Account, number>()
  #count = 0

  constructor(auth: AuthGuard, accounts: Iterable<Account>) {
    this.#auth = auth
    this.#accounts = accounts
  }

  sent(account: Account): void {
    this.#lastSent.set(account, (this.#count += 1))
  }

  /** Makes the rule of an account that leaves slots to those whose turn is before. */
  rule(account: () => Account): Rule {
    return {
      opensAt: (call, now) => {
        const ahead = call.credentialId === undefined ? 0 : this.#wantedBefore(account(), now)
        return ahead > 0 ? this.#auth.opensAfter(ahead, call, now) : now
      },
      mayOpenEarlier: (call) => this.#auth.mayOpenEarlier(call),
      reason: () => 'inFlight',
      sent() {},
      settled() {},
    }
  }

  /** How many slots are wanted by accounts whose turn is before. */
  #wantedBefore(account: Account, now: number): number {
    let slots = 0
    for (const other of this.#accounts) {
      if (other.dispatcher.waiting === 0 || this.#turn(other) >= this.#turn(account)) continue
      const first = other.dispatcher.first(now)
      if (first && other.rules.all.every((rule) => rule.opensAt(first, now, 0) <= now))
        slots += this.#auth.slotsWanted(first, now)
    }
    return slots
  }

  #turn(account: Account): number {
    return this.#lastSent.get(account) ?? 0
  }
}
