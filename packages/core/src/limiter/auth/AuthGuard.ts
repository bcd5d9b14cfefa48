import type { Outcome } from '../../contract/Outcome.ts'
import type { Call } from '../../contract/Call.ts'
import type { LockoutEvidence } from '../../contract/LockoutEvidence.ts'
import type { Refusal } from '../../contract/Refusal.ts'
import type { Rule } from '../../contract/Rule.ts'
import type { StatusNow } from '../../contract/CredentialStatus.ts'
import type { WaitReason } from '../../contract/WaitReason.ts'
import type { SharedAuth } from './SharedAuth.ts'
import type { AuthGuardOptions } from './AuthGuardOptions.ts'
import { authResultOf } from './authResult.ts'
import { FailedLogins } from './FailedLogins.ts'
import { Lockout } from './Lockout.ts'
import type { CredentialEvent } from './credentialRecord.ts'
import { CredentialStatuses } from './CredentialStatuses.ts'
import type { Elsewhere } from './InFlight.ts'

type Evidence = Pick<LockoutEvidence, 'isProven' | 'hasRejection' | 'forbidden'>

/**
 * Keeps the account from being locked (P2). Reads each response as CONTRACT, "What a response
 * proves", says, for all credentials of the origin.
 */
export class AuthGuard implements Rule {
  options: AuthGuardOptions
  readonly #statuses = new CredentialStatuses()
  readonly #logins = new FailedLogins()
  #lockout: Lockout | undefined

  constructor(options: AuthGuardOptions) {
    this.options = options
  }

  status(credentialId: string | undefined, now: number): StatusNow {
    if (credentialId === undefined) return { status: 'anonymous', until: undefined }
    const lockout = this.#lockout
    if (lockout) {
      const isOpen = this.#logins.inFlight.hasProbeSince(lockout.since) || lockout.probeAt <= now
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

  /** Returns the evidence that tells a lockout's 403 from any other. */
  evidence(credentialId: string, now: number): Evidence {
    return {
      isProven: this.#statuses.isBelieved(credentialId, now),
      hasRejection: this.#logins.unconfirmed.rejections(now).some((id) => this.#statuses.isRejected(id)),
      forbidden: this.#statuses.forbidden(credentialId),
    }
  }

  /**
   * Call when the caller of `call` cancels. Returns true if the request must run to completion: it
   * is a probe, or too many outcomes are already unknown.
   */
  mustBeHeard(call: Call, now: number): boolean {
    if (call.credentialId === undefined) return false
    return this.isProbe(call) || !this.#logins.giveUp(call, now)
  }

  isProbe(call: Call): boolean {
    return this.#logins.inFlight.isProbe(call)
  }

  /** Returns until when the endpoint of `call` is refused to its credential, or `undefined`. */
  endpointRefusedUntil(call: Call, now: number): number | undefined {
    return this.#statuses.endpointRefusedUntil(call.credentialId ?? '', () => call.endpoint, now)
  }

  /** Forgets that the credential was rejected: its owner says it is good. */
  pardon(credentialId: string): void {
    this.#statuses.learn(credentialId, { kind: 'pardoned' }, 0)
  }

  /** Whether the credential has nothing in flight and nothing to remember. */
  isIdle(credentialId: string, now: number): boolean {
    return (
      this.#logins.inFlight.ownOf(credentialId) === 0 &&
      this.#statuses.rejectedUntil(credentialId, now) === undefined
    )
  }

  /** Whether nothing is in flight, and there is nothing to remember of any credential. */
  isQuiet(now: number): boolean {
    const isClear = !this.#lockout && !this.hasUnconfirmed(now) && !this.#statuses.hasRejected(now)
    return isClear && this.#logins.inFlight.ownSize === 0
  }

  /** Whether any request may have been a failed login that the server has not forgotten. */
  hasUnconfirmed(now: number): boolean {
    return this.#logins.unconfirmed.count(now) > 0
  }

  forget(credentialId: string): void {
    this.#statuses.forget(credentialId)
  }

  snapshot(now: number): SharedAuth {
    return {
      statuses: this.#statuses.snapshot(now),
      unconfirmed: this.#logins.unconfirmed.snapshot(now),
      lockout: this.#lockout?.snapshot(),
      otherResponseTo: this.#logins.otherResponseTo,
    }
  }

  /** Goes on from what the members know; this one has been a member since `joinedAt`. */
  restore(shared: SharedAuth, { flights, hasUnseen }: Elsewhere, joinedAt: number): void {
    this.#statuses.restore(shared.statuses, joinedAt)
    this.#logins.unconfirmed.restore(shared.unconfirmed)
    this.#logins.inFlight.restore(flights, hasUnseen)
    for (const { credentialId, sentAt } of this.#statuses.accepted())
      this.#logins.inFlight.accepted(credentialId, sentAt)
    this.#lockout = shared.lockout && Lockout.restore(shared.lockout, this.options.random)
    this.#logins.otherResponseTo = shared.otherResponseTo
  }

  /** Whether a member may send a request with it that the others do not hear of (P2). */
  mayGoUnseen(credentialId: string, now: number): boolean {
    return this.status(credentialId, now).status === 'verified' && this.#logins.hasRoomForUnseen(now)
  }

  refusal(call: Call, now: number): Refusal | undefined {
    const { credentialId, whenLocked } = call
    if (credentialId === undefined) return undefined
    const lockout = this.#lockout
    if (lockout && whenLocked !== 'wait' && lockout.probeAt > now) {
      return { kind: 'locked', retryAt: lockout.probeAt, reason: lockout.reason }
    }
    const rejectedUntil = this.#statuses.rejectedUntil(credentialId, now)
    if (rejectedUntil !== undefined) return { kind: 'rejected', credentialId, retryAt: rejectedUntil }
    const retryAt = this.endpointRefusedUntil(call, now)
    return retryAt === undefined ? undefined : { kind: 'refused', credentialId, retryAt }
  }

  opensAt(call: Call, now: number): number {
    return this.opensAfter(0, call, now)
  }

  /** As `opensAt`, if calls with other credentials are to have `ahead` slots before. */
  opensAfter(ahead: number, { credentialId }: Call, now: number): number {
    if (credentialId === undefined) return now
    const lockout = this.#lockout
    if (lockout)
      return this.#logins.inFlight.hasProbeSince(lockout.since)
        ? Infinity
        : Math.max(lockout.probeAt, this.#logins.opensForProbe(credentialId, now))
    return this.#statuses.isBelieved(credentialId, now)
      ? this.#logins.opensForVerified(credentialId, { maxInFlight: this.options.maxInFlight, ahead }, now)
      : this.#logins.opensForProbe(credentialId, now)
  }

  /** How many slots must be free for a call; none if that is not what it waits for. */
  slotsWanted({ credentialId }: Partial<Pick<Call, 'credentialId'>>, now: number): number {
    if (credentialId === undefined || this.#lockout) return 0
    const { maxInFlight } = this.options
    const isVerified = this.#statuses.isBelieved(credentialId, now)
    return this.#logins.slotsWanted(credentialId, { maxInFlight, isVerified }, now)
  }

  /** Every response may clear others that are in flight, or unconfirmed. */
  mayOpenEarlier({ credentialId }: Call): boolean {
    return credentialId !== undefined && !this.isLocked && this.#logins.inFlight.size > 0
  }

  reason({ credentialId = '' }: Call, now: number): WaitReason {
    if (this.#lockout) return 'lockout'
    const isVerified = this.#statuses.isBelieved(credentialId, now)
    const inFlight = this.#logins.inFlight.of(credentialId)
    if (isVerified ? inFlight >= this.options.maxInFlight : inFlight > 0)
      return isVerified ? 'inFlight' : 'verification'
    return this.#logins.unconfirmed.count(now) > 0 ? 'unconfirmed' : 'inFlight'
  }

  sent(call: Call, now: number): void {
    if (call.credentialId === undefined) return
    this.#logins.inFlight.sent(call, this.isLocked || !this.#statuses.isBelieved(call.credentialId, now))
  }

  /** Counts a call that is in flight already: another copy of the rules has let it be sent. */
  resume(call: Call, isProbe: boolean): void {
    if (call.credentialId !== undefined) this.#logins.inFlight.sent(call, isProbe)
  }

  /** The table of CONTRACT, "What a response proves". A probe is the first column. */
  settled(call: Call, outcome: Outcome, now: number): void {
    if (call.credentialId === undefined) return
    const isProbe = this.isProbe(call)
    const counted = this.#logins.inFlight.ended(call)
    const result = authResultOf(outcome)
    switch (result) {
      case 'accepted':
        return this.#accept(call, now)
      case 'invalidToken':
      case 'unauthorized':
        return this.#reject(call, { isProbe, isInvalidToken: result === 'invalidToken' }, now)
      case 'lockout':
        return this.#lock(call, outcome as Outcome & { kind: 'locked' }, now)
      case 'unconfirmed':
        if (counted) this.#logins.missed(call, { outcome, isProbe }, this.options, now)
        return undefined
      case 'nothing':
        if (outcome.kind === 'forbidden') this.#statuses.countForbidden(call.credentialId)
        return this.#logins.otherResponse(call)
      case 'unsent':
        return undefined
    }
  }

  #accept(call: Call, now: number): void {
    const { credentialId = '', sentAt } = call
    this.#unlock(sentAt)
    this.#logins.unconfirmed.clear(credentialId, sentAt)
    this.#logins.inFlight.accepted(credentialId, sentAt)
    const endpoint = this.#statuses.hasRefusedEndpoints(credentialId) ? call.endpoint : undefined
    const believeForMs = this.options.verifiedForMs
    this.#statuses.learn(credentialId, { kind: 'accepted', sentAt, believeForMs, endpoint }, now)
  }

  /** A 401, of the token or, as far as the response tells, of one endpoint. */
  #reject(call: Call, attempt: { isProbe: boolean; isInvalidToken: boolean }, now: number): void {
    const { credentialId = '', sentAt } = call
    const { isProbe, isInvalidToken } = attempt
    // The server looked at the credential, so it no longer refuses all authentication.
    this.#unlock(sentAt)
    this.#logins.unconfirmed.add(credentialId, { countedAt: now, isRejection: true, isProbe }, now)
    const event: CredentialEvent = isInvalidToken
      ? { kind: 'rejected', sentAt }
      : { kind: 'refused', sentAt, endpoint: call.endpoint, isProbe }
    this.#statuses.learn(credentialId, event, now)
  }

  #lock(call: Call, news: Outcome & { kind: 'locked' }, now: number): void {
    if (this.#lockout) this.#lockout.renew(call, now, news)
    else this.#lockout = new Lockout(now, news, this.options.random)
  }

  /** A response to a request from before the lockout says nothing about it. */
  #unlock(sentAt: number): void {
    if (this.#lockout && sentAt >= this.#lockout.since) this.#lockout = undefined
  }
}
