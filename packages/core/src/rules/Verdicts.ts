import type { Answer } from '../contract/Answer.ts'
import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { Verdict } from '../contract/Verdict.ts'
import { doubtMs, Doubts } from './Doubts.ts'
import { Lock } from './Lock.ts'
import type { Standing } from './standing.ts'
import { isBelieved, nextStanding, unverified } from './standing.ts'

interface Entry {
  standing: Standing
  /** The call that goes alone to find out. */
  probe: Call | undefined
  inFlight: number
  /** Plain 403s in a row: a proven credential that fails everywhere may be locked out. */
  forbidden: number
}

export interface VerdictOptions {
  /** How long a good answer is believed, in ms. */
  readonly verifiedForMs: number
  /** How many calls with a verified credential may be under way, below any "several" of CONTRACT C7. */
  readonly maxInFlight: number
  /** How long after we gave it up a request may still reach the server, in ms. */
  readonly maxFlightMs: number
  readonly random: () => number
}

/** Probes at one origin that may end in a 401 or unheard within a minute (P2). */
const maxDoubtfulProbes = 3

/**
 * The verdicts on every credential used at one origin (P2). A credential that is not known to be good sends one request,
 * alone; one that is has at most `maxInFlight` under way; one that was rejected, and all of them during a lockout, none.
 */
export class Verdicts implements Rule {
  maxInFlight: number
  readonly #verifiedForMs: number
  readonly #maxFlightMs: number
  readonly #random: () => number
  readonly #entries = new Map<string, Entry>()
  readonly #doubts = new Doubts()
  #lock: Lock | undefined

  constructor({ verifiedForMs, maxInFlight, maxFlightMs, random }: VerdictOptions) {
    this.#verifiedForMs = verifiedForMs
    this.maxInFlight = maxInFlight
    this.#maxFlightMs = maxFlightMs
    this.#random = random
  }

  /** The verdict, and until when it holds; `undefined`: only an answer can tell. */
  verdict(credential: string | undefined, now: number): { verdict: Verdict; until: number | undefined } {
    if (credential === undefined) return { verdict: 'anonymous', until: undefined }
    if (this.#lock) return { verdict: 'locked', until: this.#lock.probe ? undefined : this.#lock.probeAt }
    const standing = this.#entry(credential).standing
    switch (standing.kind) {
      case 'unverified':
        return { verdict: 'unverified', until: undefined }
      case 'verified':
        return isBelieved(standing, now)
          ? { verdict: 'verified', until: standing.believedUntil }
          : { verdict: 'unverified', until: undefined }
      case 'rejected':
        return { verdict: 'rejected', until: standing.recheckAt }
    }
  }

  get isLocked(): boolean {
    return this.#lock !== undefined
  }

  /** Evidence for telling a lockout's 403 from any other. */
  evidence(credential: string, now: number): { isProven: boolean; hasRejection: boolean; forbidden: number } {
    const { standing, forbidden } = this.#entry(credential)
    return { isProven: isBelieved(standing, now), hasRejection: this.#doubts.hasRejection(now), forbidden }
  }

  /** Whether `call`'s answer is needed, so that it runs on though its caller has left. */
  mustBeHeard(call: Call, now: number): boolean {
    if (call.credential === undefined) return false
    const entry = this.#entry(call.credential)
    if (entry.probe === call || this.#lock?.probe === call) return true
    return this.#doubts.count(now) >= maxDoubtfulProbes - 1
  }

  /** Forgets that the credential was rejected: its owner says it is good. */
  pardon(credential: string): void {
    const entry = this.#entries.get(credential)
    if (entry) entry.standing = nextStanding(entry.standing, { kind: 'pardoned' }, 0)
  }

  /** Whether the credential has nothing under way and nothing to remember. */
  isIdle(credential: string, now: number): boolean {
    const entry = this.#entries.get(credential)
    if (entry === undefined) return true
    return entry.inFlight === 0 && (entry.standing.kind !== 'rejected' || entry.standing.recheckAt <= now)
  }

  forget(credential: string): void {
    this.#entries.delete(credential)
  }

  refusal(call: Call, now: number): Refusal | undefined {
    if (call.credential === undefined) return undefined
    const lock = this.#lock
    if (lock && call.whenLocked !== 'wait' && lock.probeAt > now) {
      return { kind: 'locked', retryAt: lock.probeAt, reason: lock.reason }
    }
    const { standing } = this.#entry(call.credential)
    if (standing.kind !== 'rejected' || standing.recheckAt <= now) return undefined
    return { kind: 'rejected', credential: call.credential, retryAt: standing.recheckAt }
  }

  opensAt(call: Call, now: number): number {
    if (call.credential === undefined) return now
    const entry = this.#entry(call.credential)
    if (this.#lock) return this.#lock.probe ? Infinity : Math.max(this.#lock.probeAt, this.#alone(entry, now))
    if (isBelieved(entry.standing, now)) {
      const exposed = entry.inFlight + this.#doubts.unheard(call.credential, now)
      if (exposed < this.maxInFlight) return now
      // Every place is taken by calls nobody heard the end of: one goes alone to clear them.
      return this.#alone(entry, now)
    }
    return this.#alone(entry, now)
  }

  left(call: Call, now: number): void {
    if (call.credential === undefined) return
    const entry = this.#entry(call.credential)
    entry.inFlight += 1
    if (this.#lock) this.#lock.probe = call
    if (!isBelieved(entry.standing, now)) entry.probe = call
  }

  answered(call: Call, answer: Answer, now: number): void {
    if (call.credential === undefined) return
    const entry = this.#entry(call.credential)
    entry.inFlight -= 1
    if (entry.probe === call) entry.probe = undefined
    const wasLockProbe = this.#lock?.probe === call
    if (this.#lock && wasLockProbe) this.#lock.probe = undefined

    switch (answer.kind) {
      case 'ok':
        return this.#prove(call, entry, now)
      case 'failed':
        return answer.status >= 400 && answer.status < 500 && answer.status !== 408
          ? this.#prove(call, entry, now)
          : this.#doubt(call, now)
      case 'rejected':
        return this.#reject(call, entry, now)
      case 'locked':
        if (this.#lock) this.#lock.renew(now, answer.retryAfterMs, answer.reason)
        else this.#lock = new Lock(now, answer.retryAfterMs, answer.reason, this.#random)
        return undefined
      case 'lost':
        return this.#doubt(call, now)
      case 'forbidden':
        entry.forbidden += 1
        return undefined
      case 'limited':
      case 'redirected':
      case 'unsent':
        return undefined
    }
  }

  #prove(call: Call, entry: Entry, now: number): void {
    // An answer to something sent before the lockout says nothing about it.
    if (this.#lock && call.leftAt >= this.#lock.since) this.#lock = undefined
    entry.forbidden = 0
    this.#doubts.clear(call.credential ?? '', call.leftAt)
    const event = { kind: 'good', leftAt: call.leftAt, believeForMs: this.#verifiedForMs } as const
    entry.standing = nextStanding(entry.standing, event, now)
  }

  #reject(call: Call, entry: Entry, now: number): void {
    // Credentials were looked at, so authentication is no longer refused altogether.
    if (this.#lock && call.leftAt >= this.#lock.since) this.#lock = undefined
    this.#doubts.add({
      credential: call.credential ?? '',
      leftAt: call.leftAt,
      until: now + doubtMs,
      isRejection: true,
    })
    entry.standing = nextStanding(entry.standing, { kind: 'bad', leftAt: call.leftAt }, now)
  }

  #doubt(call: Call, now: number): void {
    // It may reach the server as late as `maxFlightMs` from now.
    const until = now + this.#maxFlightMs + doubtMs
    this.#doubts.add({ credential: call.credential ?? '', leftAt: call.leftAt, until, isRejection: false })
  }

  /** When a call could go alone to find out. */
  #alone(entry: Entry, now: number): number {
    return entry.inFlight > 0 ? Infinity : this.#doubts.fewerThan(maxDoubtfulProbes, now)
  }

  #entry(credential: string): Entry {
    let entry = this.#entries.get(credential)
    if (entry === undefined) {
      entry = { standing: unverified, probe: undefined, inFlight: 0, forbidden: 0 }
      this.#entries.set(credential, entry)
    }
    return entry
  }
}
