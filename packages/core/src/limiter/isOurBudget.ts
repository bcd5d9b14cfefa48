import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'

/**
 * Whether what `outcome` states is said of the budget that `call` left on. Where the API refuses a credential it counts the
 * request against the address (CONTRACT, "Does a refused request count?"), and may well state what is left of that.
 */
export function isOurBudget({ credentialId }: Call, { kind }: Outcome): boolean {
  return credentialId === undefined || !(kind === 'rejected' || kind === 'locked' || kind === 'forbidden')
}
