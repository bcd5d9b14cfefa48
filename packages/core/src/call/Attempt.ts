import { isReadableStream } from '../contract/brand.ts'
import type { Outcome } from '../contract/Outcome.ts'
import type { Redact } from '../contract/Redact.ts'
import type { Credential } from '../contract/Credential.ts'
import { redactError } from '../redact/redactError.ts'
import { classify } from '../response/classify.ts'
import type { LockoutDecision } from '../response/lockout.ts'
import { neverConnected } from '../response/neverConnected.ts'
import { peekBody } from '../response/peekBody.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { isReplayable } from '../request/WireRequest.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import type { Session } from './Session.ts'
import { withBody } from '../response/withBody.ts'
import { checkOnline } from '../request/checkOnline.ts'

export type AttemptResult =
  | { readonly kind: 'heard'; readonly outcome: Outcome; readonly response: Response }
  | {
      readonly kind: 'unheard'
      readonly outcome: Outcome
      readonly cause: unknown
      readonly isTimeout: boolean
    }

/** How the exchange looks to the rules. */
export interface Witness {
  /** What the request is authenticated with. */
  readonly credential: Credential | undefined
  /** What is known when a 403 has to be told from a lockout. */
  lockout(headers: Headers, text: string): LockoutDecision
  /** Takes every token out of a text that the call was sent with, or its client knows. */
  readonly redact: Redact
  /** Told exactly once, when the answer's head is there, or when there will be none. */
  settled(outcome: Outcome): void
  /** Whether the answer is needed though the caller has left. */
  mustBeHeard(): boolean
}

/** No body is looked at further than this for what kind of 403 it is. */
const maxEvidenceBytes = 64 * 1024

/** One request on the wire, from sending to the last byte of its answer. */
export class Attempt {
  /** Never rejects. */
  readonly result: Promise<AttemptResult>
  readonly #controller = new AbortController()
  readonly #session: Session
  readonly #witness: Witness
  readonly #evidenceBytes: number
  /** Cancels the timer, and stops waiting for the client's end. */
  readonly #release: () => void
  #isTimeout = false
  #isAbandoned = false
  #isHeard = false

  constructor(
    session: Session,
    request: WireRequest,
    witness: Witness,
    { timeoutMs, maxBodyBytes }: Pick<CallTerms, 'timeoutMs' | 'maxBodyBytes'>,
  ) {
    this.#session = session
    this.#witness = witness
    this.#evidenceBytes = Math.min(maxBodyBytes, maxEvidenceBytes)
    const cancelTimer = session.clock.schedule(() => this.#cut(true), timeoutMs, { keepAlive: true })
    // A client that closes waits for no response, not even for one that the rules need.
    const stop = session.aborts.add(session.closing, () => this.#cut(false))
    this.#release = () => {
      cancelTimer()
      stop()
    }
    this.result = this.#run(request)
  }

  get isTimeout(): boolean {
    return this.#isTimeout
  }

  /** The caller has left. The connection is cut, unless the rules need the answer. */
  giveUp(): void {
    this.#isAbandoned = true
    if (this.#isHeard || !this.#witness.mustBeHeard()) this.#cut(false)
  }

  /** The body was read to its end, or is for somebody else to read. */
  finish(): void {
    this.#release()
  }

  /** Nobody will read the body. */
  discard(response: Response): void {
    this.#release()
    response.body?.cancel().catch(() => {})
  }

  /** `promise`, unless the exchange is cut first. */
  race<Value>(promise: Promise<Value>): Promise<Value> {
    return this.#session.aborts.race(promise, [this.#controller.signal], () => {})
  }

  /** A failure of the transport, as an error may carry it. */
  redactError(failure: unknown): unknown {
    return redactError(failure, this.#witness.redact)
  }

  #cut(isTimeout: boolean): void {
    this.#isTimeout = isTimeout
    this.#controller.abort()
  }

  async #run(request: WireRequest): Promise<AttemptResult> {
    const result = await this.#hear(request)
    this.#isHeard = result.kind === 'heard'
    this.#witness.settled(result.outcome)
    if (this.#isAbandoned && result.kind === 'heard') this.discard(result.response)
    return result
  }

  async #hear(request: WireRequest): Promise<AttemptResult> {
    let isSent = false
    try {
      const init = this.#init(request)
      checkOnline(request.url)
      isSent = true
      const head = await this.race(this.#session.transport(request.url.href, init))
      return { kind: 'heard', ...(await this.#judge(head)) }
    } catch (cause) {
      this.#release()
      // What a stream failed with may be its source's affair, and say nothing of the connection.
      const isUnsent =
        !isSent || (!this.#controller.signal.aborted && isReplayable(request) && neverConnected(cause))
      const outcome: Outcome = { kind: isUnsent ? 'unsent' : 'lost' }
      return { kind: 'unheard', outcome, cause: this.redactError(cause), isTimeout: this.#isTimeout }
    }
  }

  #init({ method, headers, body, fetchOptions }: WireRequest): RequestInit {
    const sent = new Headers(headers)
    const { credential } = this.#witness
    if (credential) sent.set('authorization', credential.authorization())
    const init: RequestInit & { duplex?: 'half' } = {
      ...fetchOptions,
      method,
      headers: sent,
      redirect: 'manual',
      signal: this.#controller.signal,
    }
    if (body !== undefined) init.body = body
    if (isReadableStream(body)) init.duplex = 'half'
    return init
  }

  async #judge(head: Response): Promise<{ outcome: Outcome; response: Response }> {
    const epoch = this.#session.clock.epoch()
    if (head.status !== 403) return { outcome: classify(head, epoch), response: head }
    // The status is known: a body that does not come leaves less to go by, and no more.
    const nothing = { beginning: new Uint8Array(), body: null }
    const { beginning, body } = await this.race(peekBody(head, this.#evidenceBytes)).catch(() => nothing)
    const text = new TextDecoder().decode(beginning.subarray(0, this.#evidenceBytes))
    const lockout = this.#witness.lockout(head.headers, text)
    return { outcome: classify(head, epoch, lockout), response: withBody(head, body) }
  }
}
