import type { Answer } from '../../contract/Outcome.ts'
import type { Call } from '../../contract/Call.ts'
import type { Refusal } from '../../contract/Refusal.ts'
import type { Rule } from '../../contract/Rule.ts'
import type { CredentialStatus } from '../../contract/CredentialStatus.ts'
import type { WaitReason } from '../../contract/WaitReason.ts'
import type { Doubt } from './Unconfirmed.ts'
import { doubtMs, Doubts } from './Unconfirmed.ts'
import type { SharedLock } from './Lockout.ts'
import { Lock } from './Lockout.ts'
import type { Standing } from './credentialRecord.ts'
import { Standings } from './CredentialStatuses.ts'
import type { Flight } from './InFlight.ts'
import { UnderWay } from './InFlight.ts'

/** What members that share the verdicts tell each other of them. */
export interface SharedVerdicts {
  readonly standings: Readonly<Record<string, Standing>>
  readonly doubts: readonly Doubt[]
  readonly lock: SharedLock | undefined
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

/** Probes at one origin that may end in a 401 or unheard within a minute, whatever their credentials (P2). */
const maxDoubtfulProbes = 3

/**
 * The verdicts on every credential used at one origin (P2). A credential that is not known to be good sends one request,
 * alone; one that is has at most `maxInFlight` under way; one that was rejected, and all of them during a lockout, none.
 * What may yet prove invalid is counted over all of them, since the server counts by address, too.
 */
export class Verdicts implements Rule {
  options: VerdictOptions
  readonly #standings = new Standings()
  readonly #doubts = new Doubts()
  readonly #underWay = new UnderWay()
  #lock: Lock | undefined

  constructor(options: VerdictOptions) {
    this.options = options
  }

  /** The verdict, and until when it holds; `undefined`: only an answer can tell, or nothing changes until somebody calls. */
  status(
    credential: string | undefined,
    now: number,
  ): { status: CredentialStatus; until: number | undefined } {
    if (credential === undefined) return { status: 'anonymous', until: undefined }
    const lock = this.#lock
    if (lock) {
      const isOpen = this.#isAsking(lock) || lock.probeAt <= now
      return { status: 'locked', until: isOpen ? undefined : lock.probeAt }
    }
    const rejectedUntil = this.#standings.rejectedUntil(credential, now)
    if (rejectedUntil !== undefined) return { status: 'rejected', until: rejectedUntil }
    const until = this.#standings.believedUntil(credential, now)
    return { status: until === undefined ? 'unverified' : 'verified', until }
  }

  get isLocked(): boolean {
    return this.#lock !== undefined
  }

  /** Evidence for telling a lockout's 403 from any other. */
  evidence(credential: string, now: number): { isProven: boolean; hasRejection: boolean; forbidden: number } {
    return {
      isProven: this.#isBelieved(credential, now),
      hasRejection: this.#doubts.hasRejection(now),
      forbidden: this.#standings.forbidden(credential),
    }
  }

  /**
   * The caller of `call` has left. Whether its answer is needed all the same, so that it must run on: that of a probe is,
   * and so is any beyond what may stay in doubt.
   */
  mustBeHeard(call: Call, now: number): boolean {
    if (call.credential === undefined) return false
    if (this.isProbe(call)) return true
    return !this.#underWay.giveUp(call, maxDoubtfulProbes - 1 - this.#doubts.count(now))
  }

  isProbe(call: Call): boolean {
    return this.#underWay.isProbe(call)
  }

  /** Forgets that the credential was rejected: its owner says it is good. */
  pardon(credential: string): void {
    this.#standings.learn(credential, { kind: 'pardoned' }, 0)
  }

  /** Whether the credential has nothing under way and nothing to remember. */
  isIdle(credential: string, now: number): boolean {
    return (
      this.#underWay.ownOf(credential) === 0 && this.#standings.rejectedUntil(credential, now) === undefined
    )
  }

  /** Whether nothing is under way, and nothing to remember of any credential. */
  isQuiet(now: number): boolean {
    if (this.#lock || this.#doubts.count(now) > 0) return false
    return this.#underWay.ownSize === 0 && !this.#standings.hasRejected(now)
  }

  forget(credential: string): void {
    this.#standings.forget(credential)
  }

  snapshot(now: number): SharedVerdicts {
    return {
      standings: this.#standings.snapshot(now),
      doubts: this.#doubts.snapshot(now),
      lock: this.#lock?.snapshot(),
    }
  }

  /** Goes on from what the members know, of whom this one has been one since `joinedAt`. */
  restore({ standings, doubts, lock }: SharedVerdicts, elsewhere: readonly Flight[], joinedAt: number): void {
    this.#standings.restore(standings, joinedAt)
    this.#doubts.restore(doubts)
    this.#underWay.restore(elsewhere)
    this.#lock = lock && Lock.restore(lock, this.options.random)
  }

  refusal({ credential, whenLocked }: Call, now: number): Refusal | undefined {
    if (credential === undefined) return undefined
    const lock = this.#lock
    if (lock && whenLocked !== 'wait' && lock.probeAt > now) {
      return { kind: 'locked', retryAt: lock.probeAt, reason: lock.reason }
    }
    const retryAt = this.#standings.rejectedUntil(credential, now)
    return retryAt === undefined ? undefined : { kind: 'rejected', credential, retryAt }
  }

  opensAt({ credential }: Call, now: number): number {
    if (credential === undefined) return now
    const lock = this.#lock
    if (lock)
      return this.#isAsking(lock) ? Infinity : Math.max(lock.probeAt, this.#opensForProbe(credential, now))
    if (!this.#isBelieved(credential, now))
      return this.#underWay.hasProbeElsewhere(credential) ? Infinity : this.#opensForProbe(credential, now)
    const { maxInFlight } = this.options
    if (this.#underWay.of(credential) >= maxInFlight) return Infinity
    return this.#opensFor(Math.max(maxInFlight, maxDoubtfulProbes), now)
  }

  reason({ credential = '' }: Call, now: number): WaitReason {
    if (this.#lock) return 'lockout'
    const isProven = this.#isBelieved(credential, now)
    const underWay = this.#underWay.of(credential)
    if (isProven ? underWay >= this.options.maxInFlight : underWay > 0)
      return isProven ? 'inFlight' : 'verification'
    return this.#doubts.count(now) > 0 ? 'unconfirmed' : 'inFlight'
  }

  left(call: Call, now: number): void {
    if (call.credential === undefined) return
    this.#underWay.left(call, this.isLocked || !this.#isBelieved(call.credential, now))
  }

  answered(call: Call, answer: Answer, now: number): void {
    const { credential } = call
    if (credential === undefined) return
    this.#underWay.ended(call)
    switch (answer.kind) {
      case 'ok':
        return this.#prove(credential, call.leftAt, now)
      case 'failed':
        return answer.status >= 400 && answer.status < 500 && answer.status !== 408
          ? this.#prove(credential, call.leftAt, now)
          : this.#doubt(credential, now, now)
      case 'rejected':
        return this.#reject(credential, call.leftAt, now)
      case 'locked':
        if (this.#lock) this.#lock.renew(call, now, answer)
        else this.#lock = new Lock(now, answer, this.options.random)
        return undefined
      case 'lost':
        // It may reach the server as late as `maxFlightMs` from now.
        return this.#doubt(credential, now, now + this.options.maxFlightMs)
      case 'forbidden':
        return this.#standings.countForbidden(credential)
      case 'limited':
      case 'redirected':
      case 'unsent':
        return undefined
    }
  }

  #isBelieved(credential: string, now: number): boolean {
    return this.#standings.believedUntil(credential, now) !== undefined
  }

  #prove(credential: string, leftAt: number, now: number): void {
    this.#unlock(leftAt)
    this.#doubts.clear(credential, leftAt)
    this.#standings.learn(credential, { kind: 'good', leftAt, believeForMs: this.options.verifiedForMs }, now)
  }

  #reject(credential: string, leftAt: number, now: number): void {
    // Credentials were looked at, so authentication is no longer refused altogether.
    this.#unlock(leftAt)
    this.#doubts.add({ credential, endedAt: now, until: now + doubtMs, isRejection: true })
    this.#standings.learn(credential, { kind: 'bad', leftAt }, now)
  }

  /** An answer to something sent before the lockout says nothing about it. */
  #unlock(leftAt: number): void {
    if (this.#lock && leftAt >= this.#lock.since) this.#lock = undefined
  }

  /** The server may have counted it as invalid, at `countedAt` at the latest. */
  #doubt(credential: string, endedAt: number, countedAt: number): void {
    this.#doubts.add({ credential, endedAt, until: countedAt + doubtMs, isRejection: false })
  }

  /** Whether a call is under way that is to find out whether the lockout is over: during one nothing else leaves. */
  #isAsking({ since }: Lock): boolean {
    return this.#underWay.hasProbeSince(since)
  }

  /** When a call could go alone to find out. */
  #opensForProbe(credential: string, now: number): number {
    return this.#underWay.ownOf(credential) > 0 ? Infinity : this.#opensFor(maxDoubtfulProbes, now)
  }

  /** When fewer than `most` calls are under way or in doubt, of all credentials. While some are under way, an answer can tell. */
  #opensFor(most: number, now: number): number {
    const { size } = this.#underWay
    if (size + this.#doubts.count(now) < most) return now
    return size > 0 ? Infinity : this.#doubts.fewerThan(most, now)
  }
}
