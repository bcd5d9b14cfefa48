import type { SharedRules } from './SharedRules.ts'
import type { Attempt, MemberState } from '../snapshot/Snapshot.ts'
import { callOf } from '../snapshot/Snapshot.ts'
import type { Work } from './Work.ts'

/**
 * Learns how a member's requests ended, and takes back what it holds no more. `isForgotten`:
 * whether the store has forgotten the member.
 */
export function endAttempts(
  member: MemberState,
  { ended, held }: Pick<Work, 'ended' | 'held'>,
  { rules, isForgotten }: { readonly rules: SharedRules; readonly isForgotten: boolean },
): void {
  for (const { attemptId, attempt: known, call, outcome } of ended) {
    const attempt = member.attempts[attemptId]
    if (attempt) rules.settled(attemptId, attempt, call, outcome)
    // Otherwise the last commit has written it, though it failed. Of a share no commit has known.
    else if (isForgotten || known.isShare === true) rules.settledLate(call, known.isProbe ?? false, outcome)
    delete member.attempts[attemptId]
    if (outcome.kind === 'lost') member.isIll = true
    else if (member.isIll && outcome.kind !== 'unsent') delete member.isIll
  }
  for (const attemptId in member.attempts) {
    if (attemptId in held) continue
    const attempt = member.attempts[attemptId] as Attempt
    rules.settled(attemptId, attempt, callOf(attempt), { kind: 'unsent' })
    delete member.attempts[attemptId]
  }
}
