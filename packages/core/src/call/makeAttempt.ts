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

/** A response waits this long at most until the store knows of it. */
const mostForStoreMs = 50

export interface SentAttempt {
  readonly attempt: Attempt
  readonly result: AttemptResult
}

/** Sends a request that holds its permit, and waits for the head of the answer; the rules learn from it whoever still waits. */
export async function sendToApi(session: Session, call: CallState, queued: QueuedCall): Promise<SentAttempt> {
  const { terms, request } = call
  const aborted = terms.signals.find((signal) => signal.aborted)
  if (aborted) {
    void session.scope.settled(queued, { kind: 'unsent' })
    throw aborted.reason
  }
  if (queued.credential) call.sentWith.add(queued.credential)
  call.attempts += 1
  if (call.attempts === 1) session.retryBudget.tried(session.clock.now())
  const reporter = report(session, call, queued)
  let written: Promise<void> | undefined
  const witness: Witness = {
    credential: queued.credential,
    redact: call.redact,
    lockout: (headers, text) => lockoutOf(session, queued, headers, text),
    mustBeHeard: () => session.scope.auth.mustBeHeard(queued, session.scope.now),
    settled(outcome: Outcome) {
      // Whoever has left may still have written something.
      if (!isSafe(request.method)) session.deduplicator.written()
      const wasVerified = isVerified(session, queued)
      written = session.scope.settled(queued, outcome)
      reporter.settled(outcome, !wasVerified && isVerified(session, queued))
    },
  }
  const attempt = new Attempt(session, request, witness, terms)
  const result = await session.aborts.race(attempt.result, terms.signals, () => attempt.giveUp())
  if (result.outcome.kind === 'unsent') call.unsent += 1
  // A process that ends once it has its response must not seem to have a request in flight.
  if (written) await session.aborts.race(writtenSoon(session, written), terms.signals, () => attempt.giveUp())
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

/** `written`, or 50 ms later: a slow store must not keep the response from the caller. */
function writtenSoon({ clock }: Session, written: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(resolve, mostForStoreMs, { keepAlive: true })
    void written.finally(cancel).then(resolve)
  })
}

function isVerified({ scope }: Session, { credentialId }: QueuedCall): boolean {
  return scope.auth.status(credentialId, scope.now).status === 'verified'
}

function lockoutOf(
  { scope, settings }: Session,
  { credentialId }: QueuedCall,
  headers: Headers,
  text: string,
): LockoutDecision {
  const known =
    credentialId === undefined
      ? { isProven: false, hasRejection: false, forbidden: 0 }
      : scope.auth.evidence(credentialId, scope.now)
  const evidence = { headers, text, isAuthenticated: credentialId !== undefined, ...known }
  const isLockout = settings.isLockout(evidence)
  return isLockout === undefined
    ? decideLockout(evidence)
    : { isLockout, reason: 'the option isLockout says so' }
}
