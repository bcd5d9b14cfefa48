import type { Outcome } from '../../contract/Outcome.ts'
import type { Call } from '../../contract/Call.ts'
import type { Refusal } from '../../contract/Refusal.ts'
import type { Rule } from '../../contract/Rule.ts'
import type { CredentialStatus } from '../../contract/CredentialStatus.ts'
import type { WaitReason } from '../../contract/WaitReason.ts'
import type { UnconfirmedAttempt } from './Unconfirmed.ts'
import { unconfirmedMs, Unconfirmed } from './Unconfirmed.ts'
import type { SharedLockout } from './Lockout.ts'
import { Lockout } from './Lockout.ts'
import type { CredentialRecord } from './credentialRecord.ts'
import { CredentialStatuses } from './CredentialStatuses.ts'
import type { Flight } from './InFlight.ts'
import { InFlight } from './InFlight.ts'

/** What members that share the verdicts tell each other of them. */
export interface SharedAuth {
  readonly statuses: Readonly<Record<string, CredentialRecord>>
  readonly unconfirmed: readonly UnconfirmedAttempt[]
  readonly lockout: SharedLockout | undefined
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
const maxUnconfirmedProbes = 3

/**
 * The verdicts on every credential used at one origin (P2). A credential that is not known to be good sends one request,
 * alone; one that is has at most `maxInFlight` under way; one that was rejected, and all of them during a lockout, none.
 * What may yet prove invalid is counted over all of them, since the server counts by address, too.
 */
export class AuthGuard implements Rule {
  options: VerdictOptions
  readonly #statuses = new CredentialStatuses()
  readonly #unconfirmed = new Unconfirmed()
  readonly #inFlight = new InFlight()
  #lockout: Lockout | undefined

  constructor(options: VerdictOptions) {
    this.options = options
  }

  /** The verdict, and until when it holds; `undefined`: only an answer can tell, or nothing changes until somebody calls. */
  status(
    credentialId: string | undefined,
    now: number,
  ): { status: CredentialStatus; until: number | undefined } {
    if (credentialId === undefined) return { status: 'anonymous', until: undefined }
    const lockout = this.#lockout
    if (lockout) {
      const isOpen = this.#isAsking(lockout) || lockout.probeAt <= now
      return { status: 'locked', until: isOpen ? undefined : lockout.probeAt }
    }
    const rejectedUntil = this.#statuses.rejectedUntil(credentialId, now)
    if (rejectedUntil !== undefined) return { status: 'rejected', until: rejectedUntil }
    const until = this.#statuses.believedUntil(credentialId, now)
    return { status: until === undefined ? 'unverified' : 'verified', until }
  }

  get isLocked(): boolean {
    return this.#lockout !== undefined
  }

  /** Evidence for telling a lockout's 403 from any other. */
  evidence(
    credentialId: string,
    now: number,
  ): { isProven: boolean; hasRejection: boolean; forbidden: number } {
    return {
      isProven: this.#isBelieved(credentialId, now),
      hasRejection: this.#unconfirmed.hasRejection(now),
      forbidden: this.#statuses.forbidden(credentialId),
    }
  }

  /**
   * The caller of `call` has left. Whether its answer is needed all the same, so that it must run on: that of a probe is,
   * and so is any beyond what may stay in doubt.
   */
  mustBeHeard(call: Call, now: number): boolean {
    if (call.credentialId === undefined) return false
    if (this.isProbe(call)) return true
    return !this.#inFlight.giveUp(call, maxUnconfirmedProbes - 1 - this.#unconfirmed.count(now))
  }

  isProbe(call: Call): boolean {
    return this.#inFlight.isProbe(call)
  }

  /** Forgets that the credential was rejected: its owner says it is good. */
  pardon(credentialId: string): void {
    this.#statuses.learn(credentialId, { kind: 'pardoned' }, 0)
  }

  /** Whether the credential has nothing under way and nothing to remember. */
  isIdle(credentialId: string, now: number): boolean {
    return (
      this.#inFlight.ownOf(credentialId) === 0 &&
      this.#statuses.rejectedUntil(credentialId, now) === undefined
    )
  }

  /** Whether nothing is under way, and nothing to remember of any credential. */
  isQuiet(now: number): boolean {
    if (this.#lockout || this.#unconfirmed.count(now) > 0) return false
    return this.#inFlight.ownSize === 0 && !this.#statuses.hasRejected(now)
  }

  forget(credentialId: string): void {
    this.#statuses.forget(credentialId)
  }

  snapshot(now: number): SharedAuth {
    return {
      statuses: this.#statuses.snapshot(now),
      unconfirmed: this.#unconfirmed.snapshot(now),
      lockout: this.#lockout?.snapshot(),
    }
  }

  /** Goes on from what the members know, of whom this one has been one since `joinedAt`. */
  restore(
    { statuses, unconfirmed, lockout }: SharedAuth,
    elsewhere: readonly Flight[],
    joinedAt: number,
  ): void {
    this.#statuses.restore(statuses, joinedAt)
    this.#unconfirmed.restore(unconfirmed)
    this.#inFlight.restore(elsewhere)
    this.#lockout = lockout && Lockout.restore(lockout, this.options.random)
  }

  refusal({ credentialId, whenLocked }: Call, now: number): Refusal | undefined {
    if (credentialId === undefined) return undefined
    const lockout = this.#lockout
    if (lockout && whenLocked !== 'wait' && lockout.probeAt > now) {
      return { kind: 'locked', retryAt: lockout.probeAt, reason: lockout.reason }
    }
    const retryAt = this.#statuses.rejectedUntil(credentialId, now)
    return retryAt === undefined ? undefined : { kind: 'rejected', credentialId, retryAt }
  }

  opensAt({ credentialId }: Call, now: number): number {
    if (credentialId === undefined) return now
    const lockout = this.#lockout
    if (lockout)
      return this.#isAsking(lockout)
        ? Infinity
        : Math.max(lockout.probeAt, this.#opensForProbe(credentialId, now))
    if (!this.#isBelieved(credentialId, now))
      return this.#inFlight.hasProbeElsewhere(credentialId)
        ? Infinity
        : this.#opensForProbe(credentialId, now)
    const { maxInFlight } = this.options
    if (this.#inFlight.of(credentialId) >= maxInFlight) return Infinity
    return this.#opensFor(Math.max(maxInFlight, maxUnconfirmedProbes), now)
  }

  reason({ credentialId = '' }: Call, now: number): WaitReason {
    if (this.#lockout) return 'lockout'
    const isProven = this.#isBelieved(credentialId, now)
    const inFlight = this.#inFlight.of(credentialId)
    if (isProven ? inFlight >= this.options.maxInFlight : inFlight > 0)
      return isProven ? 'inFlight' : 'verification'
    return this.#unconfirmed.count(now) > 0 ? 'unconfirmed' : 'inFlight'
  }

  sent(call: Call, now: number): void {
    if (call.credentialId === undefined) return
    this.#inFlight.sent(call, this.isLocked || !this.#isBelieved(call.credentialId, now))
  }

  settled(call: Call, outcome: Outcome, now: number): void {
    const { credentialId } = call
    if (credentialId === undefined) return
    this.#inFlight.ended(call)
    switch (outcome.kind) {
      case 'ok':
        return this.#prove(credentialId, call.sentAt, now)
      case 'failed':
        return outcome.status >= 400 && outcome.status < 500 && outcome.status !== 408
          ? this.#prove(credentialId, call.sentAt, now)
          : this.#addUnconfirmed(credentialId, now, now)
      case 'rejected':
        return this.#reject(credentialId, call.sentAt, now)
      case 'locked':
        if (this.#lockout) this.#lockout.renew(call, now, outcome)
        else this.#lockout = new Lockout(now, outcome, this.options.random)
        return undefined
      case 'lost':
        // It may reach the server as late as `maxFlightMs` from now.
        return this.#addUnconfirmed(credentialId, now, now + this.options.maxFlightMs)
      case 'forbidden':
        return this.#statuses.countForbidden(credentialId)
      case 'limited':
      case 'redirected':
      case 'unsent':
        return undefined
    }
  }

  #isBelieved(credentialId: string, now: number): boolean {
    return this.#statuses.believedUntil(credentialId, now) !== undefined
  }

  #prove(credentialId: string, sentAt: number, now: number): void {
    this.#unlock(sentAt)
    this.#unconfirmed.clear(credentialId, sentAt)
    this.#statuses.learn(
      credentialId,
      { kind: 'good', sentAt, believeForMs: this.options.verifiedForMs },
      now,
    )
  }

  #reject(credentialId: string, sentAt: number, now: number): void {
    // Credentials were looked at, so authentication is no longer refused altogether.
    this.#unlock(sentAt)
    this.#unconfirmed.add({ credentialId, endedAt: now, until: now + unconfirmedMs, isRejection: true })
    this.#statuses.learn(credentialId, { kind: 'bad', sentAt }, now)
  }

  /** An answer to something sent before the lockout says nothing about it. */
  #unlock(sentAt: number): void {
    if (this.#lockout && sentAt >= this.#lockout.since) this.#lockout = undefined
  }

  /** The server may have counted it as invalid, at `countedAt` at the latest. */
  #addUnconfirmed(credentialId: string, endedAt: number, countedAt: number): void {
    this.#unconfirmed.add({ credentialId, endedAt, until: countedAt + unconfirmedMs, isRejection: false })
  }

  /** Whether a call is under way that is to find out whether the lockout is over: during one nothing else leaves. */
  #isAsking({ since }: Lockout): boolean {
    return this.#inFlight.hasProbeSince(since)
  }

  /** When a call could go alone to find out. */
  #opensForProbe(credentialId: string, now: number): number {
    return this.#inFlight.ownOf(credentialId) > 0 ? Infinity : this.#opensFor(maxUnconfirmedProbes, now)
  }

  /** When fewer than `most` calls are under way or in doubt, of all credentials. While some are under way, an answer can tell. */
  #opensFor(most: number, now: number): number {
    const { size } = this.#inFlight
    if (size + this.#unconfirmed.count(now) < most) return now
    return size > 0 ? Infinity : this.#unconfirmed.fewerThan(most, now)
  }
}
