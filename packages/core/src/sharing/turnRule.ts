import type { Call } from '../contract/Call.ts'
import type { Rule } from '../contract/Rule.ts'
import type { Closed } from './commit/Work.ts'

/**
 * Makes the rule that is closed as long as the last commit said so: while it is the turn of other
 * members, or while they may know of more permits that are spent. A turn may come before the
 * instant that the commit named.
 */
export function turnRule(closed: (call: Call) => Closed | undefined): Rule {
  return {
    opensAt: (call, now) => Math.max(now, closed(call)?.until ?? now),
    mayOpenEarlier: (call) => closed(call)?.reason === 'turn',
    reason: (call) => closed(call)?.reason ?? 'turn',
    sent() {},
    settled() {},
  }
}
