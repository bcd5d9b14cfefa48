import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'

/**
 * Returns whether the headers of `outcome` tell of the budget of `call`. If the API refuses a
 * credential, it counts the request against the address (CONTRACT, "Does a refused request
 * count?"), and may tell what is left of that.
 */
export function isOurBudget({ credentialId }: Call, { kind }: Outcome): boolean {
  return credentialId === undefined || !(kind === 'rejected' || kind === 'locked' || kind === 'forbidden')
}
