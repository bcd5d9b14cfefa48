import type { Account } from '../scope/Account.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Credential } from '../contract/Credential.ts'
import type { Caller } from '../queue/QueuedCall.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import type { CallState } from './CallState.ts'
import { firstWaitsUntil } from './deadlines.ts'
import { reportWait } from './report.ts'
import type { Session } from './Session.ts'

/**
 * Waits for a permit: at once where nothing stands against it. Gives the waiter that holds it, or why there is none.
 * An abort frees the place in the same tick, and throws the signal's reason.
 */
export async function acquirePermit(session: Session, call: CallState): Promise<QueuedCall | Refusal> {
  const { clock, credentials } = session
  const { whenLocked, timeoutMs } = call.terms
  const pending = call.isAnonymous ? undefined : credentials.pending()
  if (pending) await call.race(pending)

  const since = clock.now()
  const queued = new QueuedCall({
    caller: new ClientCall(session, call),
    priority: call.priority,
    whenLocked,
    deadlineAt: firstWaitsUntil(call, since),
    timeoutMs,
    group: call.terms.group,
    position: call.position,
  })
  const account = (): Account => session.account(queued.credentialId)
  const entered = session.scope.enqueue(queued, account())
  call.position = queued
  if (entered === 'sent') return queued
  if (typeof entered === 'object') return entered
  call.wait = { since, queued }
  const refusal = await call.race(queued.outcome(), () => session.scope.withdraw(queued, account()))
  call.wait = undefined
  call.waitedMs += Math.max(0, clock.now() - since)
  return refusal ?? queued
}

/** A call of one client, as the queue sees it. */
class ClientCall implements Caller {
  readonly #session: Session
  readonly #call: CallState

  constructor(session: Session, call: CallState) {
    this.#session = session
    this.#call = call
  }

  get owner(): object {
    return this.#session
  }

  get credential(): Credential | undefined {
    return this.#call.isAnonymous ? undefined : this.#session.credentials.current
  }

  get endpoint(): string {
    return this.#call.endpoint
  }

  waits(queued: QueuedCall): void {
    reportWait(this.#session, this.#call, queued)
  }
}
