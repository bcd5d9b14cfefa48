import type { Answer } from '../answers/Answer.ts'
import { addCorsFields, isPreflight, preflightAnswer } from '../answers/cors.ts'
import { problemAnswer } from '../answers/problemAnswer.ts'
import { addRateLimitFields } from '../answers/rateLimitFields.ts'
import { refusalAnswer } from '../answers/refusalAnswer.ts'
import type { Clock } from '../clock/MockClock.ts'
import type { Fault } from '../faults/Fault.ts'
import type { DrawnFault, Faults } from '../faults/Faults.ts'
import { exhausted } from '../gate/exhausted.ts'
import type { Gate } from '../gate/Gate.ts'
import type { Verdict } from '../gate/Verdict.ts'
import type { Journal } from '../journal/Journal.ts'
import type { LogRedactor } from '../journal/LogRedactor.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import { preferredAnswer } from '../prefer/preferredAnswer.ts'
import { preferredCode } from '../prefer/preferredCode.ts'
import type { ApiRecords } from '../records/ApiRecords.ts'
import { dispatch } from '../routes/dispatch.ts'
import type { KeyedAnswers } from '../routes/idempotency/KeyedAnswers.ts'
import type { Router } from '../routes/Router.ts'
import { BodyCutShortError, BodyTooLargeError, type Call } from './Call.ts'
import type { Delivery } from './Delivery.ts'
import { faultAnswer } from './faultAnswer.ts'
import { HttpDate } from './HttpDate.ts'
import { isPromise } from './isPromise.ts'
import { wait, waitAnyway } from './wait.ts'

/** The parts of a responder. The mock may replace settings and gate while it runs. */
export interface Parts {
  settings: MockSettings
  gate: Gate
  readonly clock: Clock
  readonly journal: Journal
  readonly redactor: LogRedactor
  readonly faults: Faults
  readonly router: Router
  /** The purchases that the API remembers. */
  readonly records: ApiRecords
  /** The responses to requests with idempotency keys. */
  readonly keys: KeyedAnswers
  /** Serves `/_mock`. Left out if there is no admin API. */
  admin?: (call: Call) => Promise<Answer>
}

/** The way of every request: preflight, fault, gate, preference, route, fields, journal. */
export class Responder {
  readonly #parts: Parts
  readonly #date = new HttpDate()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Serves the API and `/_mock`. */
  respond(call: Call): Delivery | Promise<Delivery> {
    const { admin } = this.#parts
    return admin && isAdminPath(call.path) ? this.#administer(admin, call) : this.respondAsApi(call)
  }

  /** Serves the admin API alone, on its own port. */
  respondAsAdmin(call: Call): Delivery | Promise<Delivery> {
    const { admin, settings } = this.#parts
    if (admin && isAdminPath(call.path)) return this.#administer(admin, call)
    return { answer: problemAnswer('not-found', settings.errors) }
  }

  /**
   * Serves paths outside of the base path: only `/_mock`, as its page expects to be at the root.
   */
  respondOutside(call: Call, basePath: string): Delivery | Promise<Delivery> {
    const { admin, settings } = this.#parts
    if (admin && isAdminPath(call.path)) return this.#administer(admin, call)
    const detail = `There is nothing at this path: the API lies under ${basePath}. Write to api@bando.cool if it should not.`
    return { answer: problemAnswer('not-found', settings.errors, { detail }) }
  }

  /** Serves the API alone. */
  respondAsApi(call: Call): Delivery | Promise<Delivery> {
    if (isPreflight(call) && !this.#hasOwnOptions(call)) {
      this.#note(call, 'preflight', { at: this.#parts.clock.now() })(204)
      return { answer: preflightAnswer(call, this.#parts.router.methodsAt(call.path)) }
    }
    const fault = this.#parts.faults.take(call)
    return fault ? this.#faulty(call, fault) : this.#process(call)
  }

  /**
   * Returns true if a user's OPTIONS route handles the request. Certain preflights are not passed
   * to it.
   */
  #hasOwnOptions(call: Call): boolean {
    if (call.header('access-control-request-method') !== undefined) return false
    return this.#parts.router.methodsAt(call.path).has('OPTIONS')
  }

  async #administer(admin: (call: Call) => Promise<Answer>, call: Call): Promise<Delivery> {
    return { answer: await this.#settled(admin(call)) }
  }

  async #faulty(call: Call, fault: DrawnFault): Promise<Delivery> {
    if (fault.processAfterMs !== undefined) {
      arrived(call)
      await waitAnyway(fault.processAfterMs, call.signal)
    }
    const delivery = await this.#broken(call, fault)
    if (fault.delayMs !== undefined) await wait(fault.delayMs, call.signal)
    return delivery
  }

  async #broken(call: Call, fault: Fault): Promise<Delivery> {
    const at = this.#parts.clock.now()
    if (fault.breakage === 'reset-before') {
      this.#note(call, 'unjudged', { at, fault })(0)
      return broken(faultAnswer(fault, this.#parts.settings.errors), fault)
    }
    if (fault.status !== undefined && fault.counted === false) {
      this.#note(call, 'unjudged', { at, fault })(isLost(fault) ? 0 : fault.status)
      return broken(this.#finish(faultAnswer(fault, this.#parts.settings.errors), call, { now: at }), fault)
    }
    const { answer } = await this.#process(call, fault)
    return broken(answer, fault)
  }

  #process(call: Call, fault?: Fault): Delivery | Promise<Delivery> {
    const { gate, settings, clock } = this.#parts
    const now = clock.now()
    const judged = gate.judge(call.header('authorization'), call.address, now)
    const preferred = preferredInPlace(judged, call, fault)
    // A 429 never reports that requests are left.
    const verdict = preferred === 429 ? { ...judged, budget: exhausted(judged.budget) } : judged
    const answered = this.#note(call, verdict, { at: now, fault, preferred })
    const finish = (answer: Answer, at = now): Delivery => {
      answered(isLost(fault) ? 0 : answer.status)
      return { answer: this.#finish(answer, call, { now: at, verdict }) }
    }
    if (verdict.kind !== 'served') return finish(refusalAnswer(verdict, settings, now))
    if (fault?.status !== undefined) return finish(faultAnswer(fault, settings.errors))
    if (preferred !== undefined) return finish(preferredAnswer(preferred, { settings, verdict, now }))
    try {
      const answer = this.#routed(call, verdict, now)
      return isPromise(answer)
        ? this.#settled(answer).then((late) => finish(late, clock.now()))
        : finish(answer)
    } catch (error) {
      return finish(this.#failed(error))
    }
  }

  #routed(call: Call, { token }: Verdict, now: number): Answer | Promise<Answer> {
    const { router, keys, settings } = this.#parts
    const caller = token ? `owner ${token.owner}` : `address ${call.address}`
    return dispatch(router, call, { settings, now, idempotency: { keys, caller } })
  }

  async #settled(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer
    } catch (error) {
      return this.#failed(error)
    }
  }

  /**
   * Makes the 500 for a route that throws. The process reports the error; the caller does not see
   * it.
   */
  #failed(error: unknown): Answer {
    const { errors } = this.#parts.settings
    if (error instanceof BodyTooLargeError) return problemAnswer('too-large', errors)
    if (error instanceof BodyCutShortError) return problemAnswer('invalid-request', errors)
    console.error(error)
    return problemAnswer('server-error', errors)
  }

  #finish(answer: Answer, call: Call, { now, verdict }: { now: number; verdict?: Verdict }): Answer {
    const { settings } = this.#parts
    const headers: Record<string, string> = { ...answer.headers, Date: this.#date.format(now) }
    if (verdict) addRateLimitFields(headers, verdict.budget, { style: settings.headers, now })
    const origin = call.header('origin')
    if (origin !== undefined) addCorsFields(headers, origin)
    return { status: answer.status, headers, cookies: answer.cookies, body: answer.body }
  }

  #note(
    call: Call,
    verdict: Verdict | 'preflight' | 'unjudged',
    { at, fault, preferred }: { at: number; fault?: Fault | undefined; preferred?: number | undefined },
  ): (status: number) => void {
    const judged = typeof verdict === 'string' ? { ...unjudged, kind: verdict } : verdict
    const { journal, redactor } = this.#parts
    const authorization = call.header('authorization')
    return journal.note({
      at,
      method: call.method,
      path: redactor.redact(call.path, authorization),
      search: redactor.redact(call.search, authorization),
      address: call.address,
      credential: judged.credential,
      verdict: judged.kind,
      counted: judged.counted,
      fault: fault && nameOf(fault),
      preferred,
    })
  }
}

/**
 * Reads what is known only while the caller is connected. The request is processed even if the
 * caller disconnects.
 */
function arrived(call: Call): void {
  void call.address
  // Ignores a failure here. Code that reads the body gets the error.
  call.bytes().catch(() => {})
}

const unjudged = { credential: 'anonymous', counted: false }

function isAdminPath(path: string): boolean {
  return path.startsWith('/_mock') && (path.length === 6 || path[6] === '/')
}

/**
 * Returns the status that the caller asks for. It replaces only the route, neither the gate's
 * decision nor a fault.
 */
function preferredInPlace({ kind }: Verdict, call: Call, fault: Fault | undefined): number | undefined {
  return kind === 'served' && fault?.status === undefined ? preferredCode(call.header('prefer')) : undefined
}

function broken(answer: Answer, { breakage }: Fault): Delivery {
  return breakage === undefined ? { answer } : { answer, breakage }
}

function isLost(fault: Fault | undefined): boolean {
  return fault?.breakage === 'reset-after' || fault?.breakage === 'drop'
}

function nameOf({ name, breakage, status }: Fault): string {
  return name ?? breakage ?? (status === undefined ? 'delay' : String(status))
}
