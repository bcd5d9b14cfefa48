import type { Rule } from '../contract/Rule.ts'
import type { Closed } from './Work.ts'

/** Closed as long as the last commit said so: while it is the turn of other members, or they may know of more. */
export function turnRule(closed: () => Closed | undefined): Rule {
  return {
    opensAt: (_call, now) => Math.max(now, closed()?.until ?? now),
    mayOpenEarlier: () => closed()?.isGuess === true,
    reason: () => closed()?.reason ?? 'turn',
    sent() {},
    settled() {},
  }
}
