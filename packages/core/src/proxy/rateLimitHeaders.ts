import type { Clock } from '../contract/Clock.ts'
import type { BandoState } from '../observe/BandoState.ts'
import type { ShareState } from './UserShares.ts'

/**
 * `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10) for a page: the
 * share of its user, or the whole budget if users have no limit of their own. The tighter of the
 * two says how many are left.
 */
export function rateLimitHeaders(
  share: ShareState | undefined,
  account: BandoState['limit'],
  clock: Pick<Clock, 'now' | 'epoch'>,
): [string, string][] {
  const { requests, windowMs } = share ?? account
  const remaining = Math.min(share?.remaining ?? Infinity, account.remaining)
  const isOfAccount = share === undefined || account.remaining < share.remaining
  const resetsInMs = isOfAccount
    ? account.resetsAt && account.resetsAt - clock.epoch()
    : share.resetsAt && share.resetsAt - clock.now()
  const reset = resetsInMs === undefined ? '' : `;t=${seconds(Math.max(0, resetsInMs))}`
  return [
    ['ratelimit-policy', `"user";q=${requests};w=${seconds(windowMs)}`],
    ['ratelimit', `"user";r=${remaining}${reset}`],
  ]
}

/** Whole seconds, never less than the time itself. */
function seconds(ms: number): number {
  return Math.ceil(ms / 1000)
}
