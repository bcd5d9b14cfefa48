import type { Answer } from '../contract/Outcome.ts'
import type { LockoutDecision } from '../response/lockout.ts'
import { decideLockout } from '../response/lockout.ts'
import { isSafe } from '../request/WireRequest.ts'
import type { Waiter } from '../queue/QueuedCall.ts'
import type { Outcome, Witness } from './Attempt.ts'
import { Exchange } from './Attempt.ts'
import type { Journey } from './CallState.ts'
import { report } from './report.ts'
import type { Session } from './Session.ts'

export interface Exchanged {
  readonly exchange: Exchange
  readonly outcome: Outcome
}

/** Sends a request that holds its permit, and waits for the head of the answer; the rules learn from it whoever still waits. */
export async function exchangeWithApi(
  session: Session,
  journey: Journey,
  waiter: Waiter,
): Promise<Exchanged> {
  const { terms, request } = journey
  const account = session.account(waiter.credential)
  const aborted = terms.signals.find((signal) => signal.aborted)
  if (aborted) {
    void session.origin.act(() => session.origin.answered(account, waiter, { kind: 'unsent' }))
    throw aborted.reason
  }
  journey.attempts += 1
  if (journey.attempts === 1) session.retryBudget.tried(session.clock.now())
  const reporter = report(session, journey, waiter)
  let learning: Promise<void> | undefined
  const witness: Witness = {
    bearer: waiter.bearer,
    lockout: (headers, text) => lockoutOf(session, waiter, headers, text),
    mustBeHeard: () => session.origin.verdicts.mustBeHeard(waiter, session.clock.now()),
    answered(answer: Answer) {
      // Whoever has left may still have written something.
      if (!isSafe(request.method)) session.deduplicator.written()
      learning = session.origin.act(() => {
        const wasVerified = isVerified(session, waiter)
        session.origin.answered(account, waiter, answer)
        reporter.answered(answer, !wasVerified && isVerified(session, waiter))
      })
    },
  }
  const exchange = new Exchange(session, request, witness, terms)
  const outcome = await session.aborts.race(exchange.outcome, terms.signals, () => exchange.giveUp())
  if (outcome.answer.kind === 'unsent') journey.unsent += 1
  // What is done about anything else depends on what was learnt from it.
  if (learning && outcome.answer.kind !== 'ok')
    await session.aborts.race(learning, terms.signals, () => exchange.giveUp())
  return { exchange, outcome }
}

/** Sends a request to another origin, where our token, our budget and our verdicts mean nothing. */
export async function exchangeElsewhere(session: Session, journey: Journey): Promise<Exchanged> {
  const { terms, request } = journey
  for (const signal of terms.signals) signal.throwIfAborted()
  journey.attempts += 1
  const witness: Witness = {
    bearer: undefined,
    lockout: () => ({ isLockout: false, reason: 'it comes from another origin' }),
    mustBeHeard: () => false,
    answered: () => {},
  }
  const exchange = new Exchange(session, request, witness, terms)
  const outcome = await session.aborts.race(exchange.outcome, terms.signals, () => exchange.giveUp())
  if (outcome.answer.kind === 'unsent') journey.unsent += 1
  return { exchange, outcome }
}

function isVerified({ origin, clock }: Session, { credential }: Waiter): boolean {
  return origin.verdicts.status(credential, clock.now()).status === 'verified'
}

function lockoutOf(
  { origin, clock, settings }: Session,
  { credential }: Waiter,
  headers: Headers,
  text: string,
): LockoutDecision {
  const known =
    credential === undefined
      ? { isProven: false, hasRejection: false, forbidden: 0 }
      : origin.verdicts.evidence(credential, clock.now())
  const evidence = { headers, text, isAuthenticated: credential !== undefined, ...known }
  const isLockout = settings.isLockout(evidence)
  return isLockout === undefined
    ? decideLockout(evidence)
    : { isLockout, reason: 'the option isLockout says so' }
}
