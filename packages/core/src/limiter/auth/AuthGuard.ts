import type { Outcome } from '../../contract/Outcome.ts'
import type { Call } from '../../contract/Call.ts'
import type { Refusal } from '../../contract/Refusal.ts'
import type { Rule } from '../../contract/Rule.ts'
import type { CredentialStatus } from '../../contract/CredentialStatus.ts'
import type { WaitReason } from '../../contract/WaitReason.ts'
import type { SharedAuth } from './SharedAuth.ts'
import type { AuthGuardOptions } from './AuthGuardOptions.ts'
import { authResultOf } from './authResult.ts'
import { Unconfirmed } from './Unconfirmed.ts'
import { Lockout } from './Lockout.ts'
import type { CredentialEvent } from './credentialRecord.ts'
import { CredentialStatuses } from './CredentialStatuses.ts'
import type { Flight } from './InFlight.ts'
import { InFlight } from './InFlight.ts'

/** Probes at one origin that may end in a 401 or unconfirmed within a minute, whatever their credentials (P2). */
const maxUnconfirmedProbes = 3
/** Attempts at one origin that the API may count as failed logins within a minute, those in flight included (P2). */
const maxUnconfirmed = 4
/** How far apart attempts are sent after `maxUnconfirmed` with a verified credential got no response. */
const pacedMs = 15_000

/**
 * Keeps the account from being locked (P2). Reads each response as CONTRACT, "What a response proves", says, and counts over
 * all credentials of the origin, since the server counts by address, too.
 */
export class AuthGuard implements Rule {
  options: AuthGuardOptions
  readonly #statuses = new CredentialStatuses()
  readonly #unconfirmed = new Unconfirmed()
  readonly #inFlight = new InFlight()
  #lockout: Lockout | undefined
  /** When the newest request was sent that got another response than the API's 2xx or 401, or a gateway's. */
  #otherResponseTo: number | undefined

  constructor(options: AuthGuardOptions) {
    this.options = options
  }

  /** The status, and until when it holds: `undefined` if only a response can change it, or nothing changes before a call. */
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

  /** Returns the evidence that tells a lockout's 403 from any other. */
  evidence(
    credentialId: string,
    now: number,
  ): { isProven: boolean; hasRejection: boolean; forbidden: number } {
    return {
      isProven: this.#isBelieved(credentialId, now),
      hasRejection: this.#unconfirmed.rejections(now).some((id) => this.#statuses.isRejected(id)),
      forbidden: this.#statuses.forbidden(credentialId),
    }
  }

  /**
   * Call when the caller of `call` cancels. Returns true if the request must run to completion: it is a probe, or too many
   * outcomes are already unknown.
   */
  mustBeHeard(call: Call, now: number): boolean {
    if (call.credentialId === undefined) return false
    if (this.isProbe(call)) return true
    return !this.#inFlight.giveUp(call, maxUnconfirmedProbes - 1 - this.#unconfirmed.count(now))
  }

  isProbe(call: Call): boolean {
    return this.#inFlight.isProbe(call)
  }

  /** The instant until which the endpoint of `call` is refused to its credential, or `undefined`. */
  endpointRefusedUntil(call: Call, now: number): number | undefined {
    return call.credentialId === undefined
      ? undefined
      : this.#statuses.endpointRefusedUntil(call.credentialId, () => call.endpoint, now)
  }

  /** Forgets that the credential was rejected: its owner says it is good. */
  pardon(credentialId: string): void {
    this.#statuses.learn(credentialId, { kind: 'pardoned' }, 0)
  }

  /** Whether the credential has nothing in flight and nothing to remember. */
  isIdle(credentialId: string, now: number): boolean {
    return (
      this.#inFlight.ownOf(credentialId) === 0 &&
      this.#statuses.rejectedUntil(credentialId, now) === undefined
    )
  }

  /** Whether nothing is in flight, and there is nothing to remember of any credential. */
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
      otherResponseTo: this.#otherResponseTo,
    }
  }

  /** Goes on from what the members know; this one has been a member since `joinedAt`. */
  restore(
    { statuses, unconfirmed, lockout, otherResponseTo }: SharedAuth,
    elsewhere: readonly Flight[],
    joinedAt: number,
  ): void {
    this.#statuses.restore(statuses, joinedAt)
    this.#unconfirmed.restore(unconfirmed)
    this.#inFlight.restore(elsewhere)
    for (const { credentialId, sentAt } of this.#statuses.accepted())
      this.#inFlight.accepted(credentialId, sentAt)
    this.#lockout = lockout && Lockout.restore(lockout, this.options.random)
    this.#otherResponseTo = otherResponseTo
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

  opensAt({ credentialId }: Call, now: number): number {
    if (credentialId === undefined) return now
    const lockout = this.#lockout
    if (lockout)
      return this.#isAsking(lockout)
        ? Infinity
        : Math.max(lockout.probeAt, this.#opensForProbe(credentialId, now))
    return this.#isBelieved(credentialId, now)
      ? this.#opensForVerified(credentialId, now)
      : this.#opensForProbe(credentialId, now)
  }

  /** Every response may clear others that are in flight, or unconfirmed. */
  mayOpenEarlier({ credentialId }: Call): boolean {
    return credentialId !== undefined && !this.isLocked && this.#inFlight.size > 0
  }

  reason({ credentialId = '' }: Call, now: number): WaitReason {
    if (this.#lockout) return 'lockout'
    const isVerified = this.#isBelieved(credentialId, now)
    const inFlight = this.#inFlight.of(credentialId)
    if (isVerified ? inFlight >= this.options.maxInFlight : inFlight > 0)
      return isVerified ? 'inFlight' : 'verification'
    return this.#unconfirmed.count(now) > 0 ? 'unconfirmed' : 'inFlight'
  }

  sent(call: Call, now: number): void {
    if (call.credentialId === undefined) return
    this.#inFlight.sent(call, this.isLocked || !this.#isBelieved(call.credentialId, now))
  }

  /** `call` is in flight already: another copy of the rules has let it leave. */
  resume(call: Call, isProbe: boolean): void {
    if (call.credentialId !== undefined) this.#inFlight.sent(call, isProbe)
  }

  /** The table of CONTRACT, "What a response proves": the first column is a probe, the second any other attempt. */
  settled(call: Call, outcome: Outcome, now: number): void {
    if (call.credentialId === undefined) return
    const isProbe = this.isProbe(call)
    const counted = this.#inFlight.counts(call)
    this.#inFlight.ended(call)
    switch (authResultOf(outcome)) {
      case 'accepted':
        return this.#accept(call, now)
      case 'invalidToken':
        return this.#reject(call, { isProbe, isInvalidToken: true }, now)
      case 'unauthorized':
        return this.#reject(call, { isProbe, isInvalidToken: false }, now)
      case 'lockout':
        return this.#lock(call, outcome as Outcome & { kind: 'locked' }, now)
      case 'unconfirmed':
        return counted ? this.#miss(call, { isProbe, isLost: outcome.kind === 'lost' }, now) : undefined
      case 'nothing':
        if (outcome.kind === 'forbidden') this.#statuses.countForbidden(call.credentialId)
        this.#otherResponseTo = Math.max(this.#otherResponseTo ?? call.sentAt, call.sentAt)
        return undefined
      case 'unsent':
        return undefined
    }
  }

  #accept(call: Call, now: number): void {
    const { credentialId = '', sentAt } = call
    this.#unlock(sentAt)
    this.#unconfirmed.clear(credentialId, sentAt)
    this.#inFlight.accepted(credentialId, sentAt)
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
    this.#unconfirmed.add(credentialId, { countedAt: now, isRejection: true, isProbe }, now)
    const event: CredentialEvent = isInvalidToken
      ? { kind: 'rejected', sentAt }
      : { kind: 'refused', sentAt, endpoint: call.endpoint, isProbe }
    this.#statuses.learn(credentialId, event, now)
  }

  #miss({ credentialId = '' }: Call, attempt: { isProbe: boolean; isLost: boolean }, now: number): void {
    const { isProbe, isLost } = attempt
    // A request that the client gave up may reach the server as late as `maxFlightMs` from now.
    const countedAt = isLost ? now + this.options.maxFlightMs : now
    this.#unconfirmed.add(credentialId, { countedAt, isRejection: false, isProbe }, now)
  }

  #lock(call: Call, news: Outcome & { kind: 'locked' }, now: number): void {
    if (this.#lockout) this.#lockout.renew(call, now, news)
    else this.#lockout = new Lockout(now, news, this.options.random)
  }

  /** A response to a request from before the lockout says nothing about it. */
  #unlock(sentAt: number): void {
    if (this.#lockout && sentAt >= this.#lockout.since) this.#lockout = undefined
  }

  #isBelieved(credentialId: string, now: number): boolean {
    return this.#statuses.believedUntil(credentialId, now) !== undefined
  }

  /** Whether a probe is in flight that asks whether the lockout is over. Nothing else is sent meanwhile. */
  #isAsking({ since }: Lockout): boolean {
    return this.#inFlight.hasProbeSince(since)
  }

  /** When one attempt may be sent, alone. */
  #opensForProbe(credentialId: string, now: number): number {
    const waitsForAnother =
      this.#inFlight.ownOf(credentialId) > 0 || this.#inFlight.hasProbeElsewhere(credentialId)
    return waitsForAnother ? Infinity : this.#opensBelow(maxUnconfirmedProbes, now)
  }

  #opensForVerified(credentialId: string, now: number): number {
    const { maxInFlight } = this.options
    const most = Math.max(maxInFlight, maxUnconfirmed)
    const slots = this.#inFlight.of(credentialId)
    const missing = this.#unconfirmed.missing(now)
    if (slots >= maxInFlight && slots < most) return Infinity
    return this.#inFlight.size + missing.count >= most
      ? Math.max(now, this.#pacedAt(missing.lastAt))
      : this.#opensBelow(most, now)
  }

  /** After that many without a response, one at a time and 15 s apart, until one gets a response. */
  #pacedAt(lastMissingAt: number): number {
    const hasResponse = (this.#otherResponseTo ?? Number.NEGATIVE_INFINITY) >= lastMissingAt
    return (
      Math.max(this.#inFlight.lastSentAt, hasResponse ? Number.NEGATIVE_INFINITY : lastMissingAt) + pacedMs
    )
  }

  /** When fewer than `most` are in flight or unconfirmed, of all credentials; Infinity if only a response can tell. */
  #opensBelow(most: number, now: number): number {
    const { size } = this.#inFlight
    if (size + this.#unconfirmed.count(now) < most) return now
    return size < most ? this.#unconfirmed.fewerThan(most - size, now) : Infinity
  }
}
