import type { LockoutEvidence } from '../contract/LockoutEvidence.ts'

export interface LockoutDecision {
  readonly isLockout: boolean
  readonly reason: string
}

const lockoutWords =
  /login attempts|authentication attempts|account[\s-]lock|temporarily locked|locked[\s-]?out|lockout/i
const addressWords = /\bip\b.{0,80}\bnot allowed\b|\bip address\b.{0,80}\b(?:blocked|denied)\b/i
/** Plain 403s in a row after which a proven credential is taken to fail everywhere. */
const everywhere = 3

/**
 * Tells a lockout from a plain 403, for the first of these reasons that applies. When in doubt, a
 * lockout: it costs a wait, not an account.
 */
export function decideLockout(evidence: LockoutEvidence): LockoutDecision {
  const { headers, text, isAuthenticated, isProven, hasRejection, forbidden } = evidence
  if (!isAuthenticated) return plain('the request carried no credential')
  if (/insufficient_scope/i.test(headers.get('www-authenticate') ?? '')) {
    return plain('the token lacks a scope (RFC 6750, insufficient_scope)')
  }
  if (lockoutWords.test(text)) return lockout('the answer says that authentication is refused')
  if (addressWords.test(text)) return plain('the answer says that this IP address is not allowed')
  if (/text\/html/i.test(headers.get('content-type') ?? '') && isProven) {
    return plain('the answer is an HTML page, perhaps of a firewall')
  }
  if (headers.has('retry-after')) return lockout('the answer names a time to wait')
  if (hasRejection) return lockout('it follows a 401 within a minute')
  if (!isProven) return lockout('the token was not proven good before')
  if (forbidden + 1 >= everywhere) return lockout('a token proven good now fails everywhere')
  return plain('the token was proven good a moment ago')
}

function lockout(reason: string): LockoutDecision {
  return { isLockout: true, reason }
}

function plain(reason: string): LockoutDecision {
  return { isLockout: false, reason }
}
