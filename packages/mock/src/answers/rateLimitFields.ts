import type { Budget } from '../gate/Verdict.ts'
import type { HeaderStyle } from '../options/MockSettings.ts'

/** Adds the fields that describe a budget to `headers`, in the chosen style. */
export function addRateLimitFields(
  headers: Record<string, string>,
  budget: Budget,
  { style, now }: { style: HeaderStyle; now: number },
): void {
  if (style === 'none') return
  const { limit } = budget.meter
  const { remaining, moreAt } = budget.meter.quota(now)
  switch (style) {
    case 'standard': {
      // In draft-ietf-httpapi-ratelimit-headers-10, t is in seconds. It is left out if nothing is
      // spent.
      headers['RateLimit-Policy'] =
        `"${budget.name}";q=${limit.requests};w=${Math.ceil(limit.windowMs / 1000)}`
      headers['RateLimit'] = `"${budget.name}";r=${remaining};t=${secondsUntil(moreAt, now)}`
      return
    }
    case 'legacy':
    case 'legacy-seconds': {
      headers['X-RateLimit-Limit'] = String(limit.requests)
      headers['X-RateLimit-Remaining'] = String(remaining)
      headers['X-RateLimit-Reset'] = String(
        style === 'legacy' ? Math.ceil(moreAt / 1000) : secondsUntil(moreAt, now),
      )
      return
    }
  }
}

/** Returns whole seconds until `at`, rounded up so that a client that waits them is never early. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000))
}
