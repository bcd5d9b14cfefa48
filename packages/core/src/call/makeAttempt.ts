import type { Outcome } from '../contract/Outcome.ts'
import type { LockoutDecision } from '../response/lockout.ts'
import { decideLockout } from '../response/lockout.ts'
import { isSafe } from '../request/WireRequest.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { AttemptResult, Witness } from './Attempt.ts'
import { Attempt } from './Attempt.ts'
import type { CallState } from './CallState.ts'
import { report } from './report.ts'
import type { Session } from './Session.ts'

export interface SentAttempt {
  readonly attempt: Attempt
  readonly result: AttemptResult
}

/** Sends a request that holds its permit, and waits for the head of the answer; the rules learn from it whoever still waits. */
export async function sendToApi(session: Session, call: CallState, queued: QueuedCall): Promise<SentAttempt> {
  const { terms, request } = call
  const account = session.account(queued.credentialId)
  const aborted = terms.signals.find((signal) => signal.aborted)
  if (aborted) {
    void session.scope.act(() => session.scope.settled(account, queued, { kind: 'unsent' }))
    throw aborted.reason
  }
  if (queued.credential) call.sentWith.add(queued.credential)
  call.attempts += 1
  if (call.attempts === 1) session.retryBudget.tried(session.clock.now())
  const reporter = report(session, call, queued)
  let learning: Promise<void> | undefined
  const witness: Witness = {
    credential: queued.credential,
    redact: call.redact,
    lockout: (headers, text) => lockoutOf(session, queued, headers, text),
    mustBeHeard: () => session.scope.auth.mustBeHeard(queued, session.clock.now()),
    settled(outcome: Outcome) {
      // Whoever has left may still have written something.
      if (!isSafe(request.method)) session.deduplicator.written()
      learning = session.scope.act(() => {
        const wasVerified = isVerified(session, queued)
        session.scope.settled(account, queued, outcome)
        reporter.settled(outcome, !wasVerified && isVerified(session, queued))
      })
    },
  }
  const attempt = new Attempt(session, request, witness, terms)
  const result = await session.aborts.race(attempt.result, terms.signals, () => attempt.giveUp())
  if (result.outcome.kind === 'unsent') call.unsent += 1
  // What is done about anything else depends on what was learnt from it.
  if (learning && result.outcome.kind !== 'ok')
    await session.aborts.race(learning, terms.signals, () => attempt.giveUp())
  return { attempt, result }
}

/** Sends a request to another origin, where our token, our budget and our verdicts mean nothing. */
export async function sendElsewhere(session: Session, call: CallState): Promise<SentAttempt> {
  const { terms, request } = call
  for (const signal of terms.signals) signal.throwIfAborted()
  call.attempts += 1
  const witness: Witness = {
    credential: undefined,
    redact: call.redact,
    lockout: () => ({ isLockout: false, reason: 'it comes from another origin' }),
    mustBeHeard: () => false,
    settled: () => {},
  }
  const attempt = new Attempt(session, request, witness, terms)
  const result = await session.aborts.race(attempt.result, terms.signals, () => attempt.giveUp())
  if (result.outcome.kind === 'unsent') call.unsent += 1
  return { attempt, result }
}

function isVerified({ scope, clock }: Session, { credentialId }: QueuedCall): boolean {
  return scope.auth.status(credentialId, clock.now()).status === 'verified'
}

function lockoutOf(
  { scope, clock, settings }: Session,
  { credentialId }: QueuedCall,
  headers: Headers,
  text: string,
): LockoutDecision {
  const known =
    credentialId === undefined
      ? { isProven: false, hasRejection: false, forbidden: 0 }
      : scope.auth.evidence(credentialId, clock.now())
  const evidence = { headers, text, isAuthenticated: credentialId !== undefined, ...known }
  const isLockout = settings.isLockout(evidence)
  return isLockout === undefined
    ? decideLockout(evidence)
    : { isLockout, reason: 'the option isLockout says so' }
}
