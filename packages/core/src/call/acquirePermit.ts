import type { Refusal } from '../contract/Refusal.ts'
import type { Credential } from '../contract/Credential.ts'
import type { Caller } from '../queue/QueuedCall.ts'
import { QueuedCall } from '../queue/QueuedCall.ts'
import type { CallState, Wait } from './CallState.ts'
import { firstWaitsUntil } from './deadlines.ts'
import { reportWait } from './report.ts'
import type { Session } from './Session.ts'

/** The call with its permit, or why it gets none. A promise rejects: no token came. */
export type Acquired = QueuedCall | Refusal | Promise<never>

/** Goes on with a call. One function for all: a closure for each would take memory. */
export type Proceed = (session: Session, call: CallState, acquired: Acquired) => void

/**
 * Asks for a permit, once there is a token. Calls `proceed` at once if every rule is open, or if
 * the call is refused. Otherwise the call waits in the queue. Cancelling it there frees its place
 * in the same tick, and `proceed` is not called.
 */
export function acquirePermit(session: Session, call: CallState, proceed: Proceed): void {
  const pending = call.isAnonymous ? undefined : session.credentials.pending()
  if (pending === undefined) enqueue(session, call, proceed)
  else
    call
      .race(pending)
      .then(() => enqueue(session, call, proceed))
      .catch((error) => proceed(session, call, Promise.reject(error)))
}

function enqueue(session: Session, call: CallState, proceed: Proceed): void {
  if (call.isCancelled) return
  const { waitedMs } = call
  const wait = new QueueWait(session, call, proceed)
  const { queued } = wait
  call.wait = wait
  call.position = queued
  call.onCancel = undefined
  const entered = session.account(queued.credentialId).dispatcher.enter(queued)
  if (entered === 'waiting') return
  if (entered !== 'sent') wait.settled(queued, entered)
  // It did not wait: only reading the clock took time.
  call.waitedMs = waitedMs
}

/** The wait of a call in the queue. Very many may wait, so each holds nothing else. */
class QueueWait implements Caller, Wait {
  readonly since: number
  readonly queued: QueuedCall
  readonly #session: Session
  readonly #call: CallState
  readonly #proceed: Proceed

  constructor(session: Session, call: CallState, proceed: Proceed) {
    this.since = session.clock.now()
    this.#session = session
    this.#call = call
    this.#proceed = proceed
    const { whenLocked, timeoutMs, group } = call.terms
    this.queued = new QueuedCall({
      caller: this,
      priority: call.priority,
      whenLocked,
      deadlineAt: firstWaitsUntil(call, this.since),
      timeoutMs,
      group,
      position: call.position,
    })
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
    const call = this.#call
    call.waitedMs += (refusal ? this.#session.clock.now() : queued.leftAt) - this.since
    call.wait = undefined
    this.#proceed(this.#session, call, refusal ?? queued)
  }

  withdraw(): void {
    const { queued } = this
    this.#session.account(queued.credentialId).dispatcher.withdraw(queued)
  }
}
