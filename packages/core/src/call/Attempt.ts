import { isReadableStream } from '../contract/brand.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { redactError } from '../redact/redactError.ts'
import { checkOnline } from '../request/checkOnline.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { isReplayable, isSafe } from '../request/WireRequest.ts'
import { classify } from '../response/classify.ts'
import { decodeText } from '../response/decodeBody.ts'
import type { LockoutDecision } from '../response/decideLockout.ts'
import { decideLockout } from '../response/decideLockout.ts'
import { neverConnected } from '../response/neverConnected.ts'
import { peekBody } from '../response/peekBody.ts'
import { withBody } from '../response/withBody.ts'
import type { CallState } from './CallState.ts'
import { Cancellation } from '../cancellation/Cancellation.ts'
import { reportEnd, reportRequest } from './report.ts'
import type { Session } from './Session.ts'
import type { TimeLimited } from '../cancellation/TimeLimits.ts'

/** At most this much of a body is read to tell a lockout's 403 from any other. */
const maxEvidenceBytes = 64 * 1024
/** A response waits at most this long until the store knows of it. */
const mostForStoreMs = 50

/**
 * One request on the wire, from sending to the last byte of its response. Cancelling it cuts the
 * connection.
 */
export class Attempt extends Cancellation implements TimeLimited {
  /**
   * The call as the queue let it go. `undefined` for a request to another origin: the rules learn
   * nothing from its response.
   */
  readonly queued: QueuedCall | undefined
  outcome: Outcome = { kind: 'lost' }
  /** The response, if there is one. */
  response: Response | undefined
  /** Why there is no response. */
  cause: unknown
  isTimeout = false
  readonly endsAt: number
  readonly #session: Session
  readonly #call: CallState
  readonly #id: number
  readonly #controller = new AbortController()
  #isAbandoned = false
  /** Whether the rules know how it ended. */
  #isLearnt = false
  /** Settles when other members of the store know the outcome. */
  #written: Promise<void> | undefined

  constructor(session: Session, call: CallState, queued: QueuedCall | undefined) {
    super()
    this.#session = session
    this.#call = call
    this.queued = queued
    this.endsAt = session.clock.now() + call.terms.timeoutMs
    session.attempts.add(this)
    this.#id = queued ? reportRequest(session, call, queued) : 0
  }

  override cancel(reason?: unknown): void {
    this.finish()
    this.#controller.abort()
    super.cancel(reason ?? this.#controller.signal.reason)
  }

  /**
   * Sends the request, and lets the rules learn what came back, even if the caller cancels. Rejects
   * only then.
   */
  async send(): Promise<void> {
    const call = this.#call
    const giveUp = (): void => this.giveUp()
    call.onCancel = giveUp
    const { request } = call
    let isSent = false
    try {
      const init = this.#init(request)
      checkOnline(request.url)
      // A listener that hears of the request may cancel it.
      call.throwIfCancelled()
      isSent = true
      const head = await this.race(this.#session.transport(request.url.href, init))
      if (head.status === 403) await this.#judge(head)
      else {
        this.outcome = classify(head, this.#session.clock.epoch())
        this.response = head
      }
    } catch (cause) {
      this.#fail(cause, isSent)
    }
    this.#learn()
    if (this.#isAbandoned) this.discard()
    // A process that ends once it has its response must not seem to have a request in flight.
    if (this.#written) await call.race(this.#writtenSoon(this.#written), giveUp)
    // Until the body is read, too.
    call.onCancel = giveUp
    call.throwIfCancelled()
  }

  /** The caller has cancelled. Cuts the connection, unless the rules need the response. */
  giveUp(): void {
    this.#isAbandoned = true
    const { scope } = this.#session
    const isNeeded = !this.#isLearnt && this.queued && scope.auth.mustBeHeard(this.queued, scope.now)
    if (!isNeeded) this.cancel()
  }

  /** No time limit holds any more: the body was read to its end, or its caller reads it. */
  finish(): void {
    this.#session.attempts.delete(this)
  }

  /** The body is not needed. */
  discard(): void {
    this.finish()
    this.response?.body?.cancel().catch(() => {})
  }

  timeOut(): void {
    this.isTimeout = true
    this.cancel()
  }

  #fail(cause: unknown, isSent: boolean): void {
    this.finish()
    const call = this.#call
    // What a stream failed with may be its source's affair, and say nothing of the connection.
    const isUnsent = !isSent || (!this.isCancelled && isReplayable(call.request) && neverConnected(cause))
    if (isUnsent) call.unsent += 1
    this.outcome = { kind: isUnsent ? 'unsent' : 'lost' }
    this.cause = redactError(cause, call.redact)
  }

  #init({ method, headers, body, fetchOptions }: WireRequest): RequestInit {
    const sent = new Headers(headers)
    const credential = this.queued?.credential
    if (credential) sent.set('authorization', credential.authorization())
    const init: RequestInit & { duplex?: 'half' } = {
      method,
      headers: sent,
      redirect: 'manual',
      signal: this.#controller.signal,
    }
    if (body !== undefined) init.body = body
    if (isReadableStream(body)) init.duplex = 'half'
    return fetchOptions ? { ...fetchOptions, ...init } : init
  }

  /** Reads the beginning of a 403, which tells whether it is a lockout's. */
  async #judge(head: Response): Promise<void> {
    // The status is known: a body that does not come leaves less to go by, and no more.
    const nothing = { beginning: new Uint8Array(), body: null }
    const most = Math.min(this.#call.terms.maxBodyBytes, maxEvidenceBytes)
    const { beginning, body } = await this.race(peekBody(head, most)).catch(() => nothing)
    const text = decodeText(beginning.subarray(0, most))
    this.outcome = classify(head, this.#session.clock.epoch(), this.#lockout(head.headers, text))
    this.response = withBody(head, body)
  }

  #lockout(headers: Headers, text: string): LockoutDecision {
    const { scope, settings } = this.#session
    if (!this.queued) return { isLockout: false, reason: 'it comes from another origin' }
    const { credentialId } = this.queued
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

  #learn(): void {
    this.#isLearnt = true
    if (!this.queued) return
    const { scope, shared, events } = this.#session
    // A caller that has cancelled may still have written something.
    if (!isSafe(this.#call.request.method)) shared.written()
    const isVerified = (): boolean =>
      events.wants('verified') &&
      scope.auth.status(this.queued?.credentialId, scope.now).status === 'verified'
    const wasVerified = isVerified()
    this.#written = scope.settled(this.queued, this.outcome)
    reportEnd(this.#session, this.#call, {
      queued: this.queued,
      outcome: this.outcome,
      id: this.#id,
      isNewlyVerified: !wasVerified && isVerified(),
    })
  }

  /**
   * Returns `written`, or resolves 50 ms later: a slow store must not keep the response from the
   * caller.
   */
  #writtenSoon(written: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#session.clock.schedule(resolve, mostForStoreMs, { keepAlive: true })
      void written.then(resolve, resolve).finally(cancel)
    })
  }
}
