import type { Refusal } from '../contract/Refusal.ts'
import type { Credential } from '../contract/Credential.ts'
import type { Caller } from '../queue/QueuedCall.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import type { CallState } from './CallState.ts'
import { firstWaitsUntil } from './deadlines.ts'
import { reportWait } from './report.ts'
import type { Session } from './Session.ts'

/**
 * Asks for a permit. Returns the call with its permit at once if every rule is open, or why it gets
 * none. Otherwise the call waits in the queue. Cancelling it frees its place in the same tick, and
 * rejects with the reason.
 */
export function acquirePermit(
  session: Session,
  call: CallState,
): QueuedCall | Refusal | Promise<QueuedCall | Refusal> {
  const pending = call.isAnonymous ? undefined : session.credentials.pending()
  return pending ? call.race(pending).then(() => enqueue(session, call)) : enqueue(session, call)
}

function enqueue(session: Session, call: CallState): QueuedCall | Refusal | Promise<QueuedCall | Refusal> {
  const since = session.clock.now()
  const { whenLocked, timeoutMs, group } = call.terms
  const caller = new ClientCall(session, call)
  const queued = new QueuedCall({
    caller,
    priority: call.priority,
    whenLocked,
    deadlineAt: firstWaitsUntil(call, since),
    timeoutMs,
    group,
    position: call.position,
  })
  const entered = session.scope.enqueue(queued, session.account(queued.credentialId))
  call.position = queued
  if (entered === 'sent') return queued
  if (entered) return entered
  call.wait = { since, queued }
  return caller.heard(queued)
}

/**
 * A call of one client, as the queue sees it. Many wait, so that each has no more than this and a
 * promise.
 */
class ClientCall implements Caller {
  readonly #session: Session
  readonly #call: CallState
  #resolve: ((permit: QueuedCall | Refusal) => void) | undefined
  #reject: ((reason: unknown) => void) | undefined

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

  settled(queued: QueuedCall, refusal: Refusal | undefined): void {
    if (!this.#resolve) return
    this.#leave()
    this.#resolve(refusal ?? queued)
  }

  /** Resolves when `queued`, which waits, has its permit, or with a refusal. */
  heard(queued: QueuedCall): Promise<QueuedCall | Refusal> {
    this.#call.onCancel = () => this.#cancel(queued)
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      // A store may have decided while it entered.
      if (queued.hasGone || queued.refusal) this.settled(queued, queued.refusal)
    })
  }

  /** Frees its place, or the permit that it has not used yet. */
  #cancel(queued: QueuedCall): void {
    this.#session.scope.withdraw(queued, this.#session.account(queued.credentialId))
    this.#leave()
    this.#reject?.(this.#call.reason)
  }

  #leave(): void {
    const { wait } = this.#call
    if (wait) this.#call.waitedMs += Math.max(0, this.#session.clock.now() - wait.since)
    this.#call.wait = undefined
  }
}
