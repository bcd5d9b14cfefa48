import type { AccountTerms } from '../contract/AccountTerms.ts'
import type { Limit } from '../contract/Limit.ts'
import type { Rule } from '../contract/Rule.ts'
import type { BudgetState } from './Budget.ts'
import { Budget, noBudget } from './Budget.ts'
import { copyPermits } from './PermitLog.ts'
import type { PacingState } from './Pacing.ts'
import { Pacing } from './Pacing.ts'
import type { ServerLimitState } from './ServerLimit.ts'
import { nothingSaid, ServerLimit } from './ServerLimit.ts'

/** What is known of an account. A plain object, so that it can be stored as it is. */
export interface AccountState {
  budget: BudgetState
  said: ServerLimitState
  pace: PacingState
}

export function newAccount(): AccountState {
  return { budget: noBudget(), said: nothingSaid(), pace: {} }
}

/** Returns a copy on which other rules can go on. */
export function copyAccount<Account extends AccountState>(account: Account): Account {
  const { budget, said, pace } = account
  return {
    ...account,
    budget: { ...budget, permits: copyPermits(budget.permits) },
    said: { ...said },
    pace: { ...pace },
  }
}

export interface AccountRulesOptions {
  readonly terms: AccountTerms
  readonly maxFlightMs: number
  readonly random: () => number
}

/** The rules of one account: its permits, their pace, and what the server says. */
export class AccountRules {
  readonly budget: Budget
  readonly pacing: Pacing
  readonly serverLimit: ServerLimit

  constructor({ terms, maxFlightMs, random }: AccountRulesOptions, state: AccountState = newAccount()) {
    this.budget = new Budget({ ...terms, maxFlightMs }, state.budget)
    const { budget } = this
    const limit = (now: number): Limit => budget.limit(now)
    this.pacing = new Pacing(terms.burstShare, limit, state.pace)
    this.serverLimit = new ServerLimit({ limit, budget, random }, state.said)
  }

  /** In the order in which they learn from a response. */
  get all(): readonly Rule[] {
    return [this.budget, this.pacing, this.serverLimit]
  }

  get state(): AccountState {
    return { budget: this.budget.state, said: this.serverLimit.state, pace: this.pacing.state }
  }

  /** Goes on from what another member knows. */
  set state({ budget, said, pace }: AccountState) {
    this.budget.state = budget
    this.serverLimit.state = said
    this.pacing.state = pace
  }
}
