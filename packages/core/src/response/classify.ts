import type { Outcome } from '../contract/Outcome.ts'
import type { LockoutDecision } from './decideLockout.ts'
import { retryAfterMs } from './retryAfter.ts'
import { readAdvertised } from './rateLimitHeaders.ts'

export interface ResponseHead {
  readonly status: number
  readonly headers: Headers
}

/**
 * What a response means, decided once for all that follows. `lockout` is what was decided about a
 * 403.
 */
export function classify(
  { status, headers }: ResponseHead,
  epoch: number,
  lockout?: LockoutDecision,
): Outcome {
  const advertised = readAdvertised(headers, epoch)
  if ((status >= 200 && status < 300) || status === 304) return { kind: 'ok', status, advertised }
  const heard = { status, advertised }
  if (status >= 300 && status < 400) return { kind: 'redirected', ...heard }
  if (status === 401) return { kind: 'rejected', isInvalidToken: isInvalidToken(headers), ...heard }
  if (status === 429) return { kind: 'limited', retryAfterMs: retryAfterMs(headers, epoch), ...heard }
  if (status === 403) {
    return lockout?.isLockout
      ? { kind: 'locked', retryAfterMs: retryAfterMs(headers, epoch), reason: lockout.reason, ...heard }
      : { kind: 'forbidden', reason: lockout?.reason ?? 'its body was not looked into', ...heard }
  }
  return { kind: 'failed', retryAfterMs: retryAfterMs(headers, epoch), ...heard }
}

/**
 * Whether the API says that the token itself is not valid (RFC 6750, section 3.1), rather than not
 * valid here.
 */
function isInvalidToken(headers: Headers): boolean {
  return /(?:^|[\s,])error\s*=\s*"?invalid_token\b/i.test(headers.get('www-authenticate') ?? '')
}
