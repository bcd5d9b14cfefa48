import type { Rule } from '../contract/Rule.ts'
import type { Closed } from './commit/Work.ts'

/**
 * Makes the rule that is closed as long as the last commit said so: while it is the turn of other
 * members, or while they may know of more permits that are spent. A turn may come before the
 * instant that the commit named.
 */
export function turnRule(closed: () => Closed | undefined): Rule {
  return {
    opensAt: (_call, now) => Math.max(now, closed()?.until ?? now),
    mayOpenEarlier: () => closed()?.reason === 'turn',
    reason: () => closed()?.reason ?? 'turn',
    sent() {},
    settled() {},
  }
}
