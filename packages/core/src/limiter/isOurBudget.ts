import type { Answer } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'

/**
 * Whether what `answer` states is said of the budget that `call` left on. Where the API refuses a credential it counts the
 * request against the address (CONTRACT, "Does a refused request count?"), and may well state what is left of that.
 */
export function speaksOfOurBudget({ credential }: Call, { kind }: Answer): boolean {
  return credential === undefined || !(kind === 'rejected' || kind === 'locked' || kind === 'forbidden')
}
