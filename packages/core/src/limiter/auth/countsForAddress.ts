import type { Call } from '../../contract/Call.ts'
import type { Outcome } from '../../contract/Outcome.ts'
import type { AuthGuard } from './AuthGuard.ts'

/**
 * Whether the server may have counted `call` against the address (CONTRACT, "Does a refused request
 * count?"). A missing response to a verified credential does not count. Asked after `auth` has
 * learnt the outcome.
 */
export function countsForAddress(
  auth: AuthGuard,
  { credentialId }: Call,
  { kind }: Outcome,
  now: number,
): boolean {
  if (credentialId === undefined) return false
  if (kind === 'lost') return auth.status(credentialId, now).status !== 'verified'
  return kind === 'rejected' || kind === 'locked' || kind === 'forbidden'
}
