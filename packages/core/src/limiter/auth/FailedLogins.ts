import type { Call } from '../../contract/Call.ts'
import type { Outcome } from '../../contract/Outcome.ts'
import type { AuthGuardOptions } from './AuthGuardOptions.ts'
import { InFlight } from './InFlight.ts'
import { Unconfirmed } from './Unconfirmed.ts'

/**
 * Probes at one origin that may end in a 401 or unconfirmed within a minute, whatever their
 * credentials (P2).
 */
const maxUnconfirmedProbes = 3
/**
 * Attempts at one origin that the API may count as failed logins within a minute, those in flight
 * included (P2).
 */
const maxUnconfirmed = 4
/** A probe is sent only if so many slots are free besides its own. */
const freeBesideProbe = maxUnconfirmed - maxUnconfirmedProbes
/**
 * How far apart attempts are sent after `maxUnconfirmed` with a verified credential got no
 * response.
 */
const pacedMs = 15_000

/**
 * Keeps the attempts that the API may count as failed logins below a lockout: those in flight, and
 * those that it may have counted lately. Counts over all credentials of the origin, since the
 * server counts by address, too.
 */
export class FailedLogins {
  readonly inFlight = new InFlight()
  readonly unconfirmed = new Unconfirmed()
  /**
   * When the newest request was sent that got another response than the API's 2xx or 401, or a
   * gateway's.
   */
  otherResponseTo: number | undefined

  /** Returns when an attempt to find out about a credential may be sent: alone. */
  opensForProbe(credentialId: string, now: number): number {
    const waitsForAnother =
      this.inFlight.ownOf(credentialId) > 0 || this.inFlight.hasProbeElsewhere(credentialId)
    return waitsForAnother ? Infinity : this.#opensBelow(maxUnconfirmedProbes, now)
  }

  /**
   * Returns when an attempt with a verified credential may be sent, if those with others are to
   * have `ahead` slots before it.
   */
  opensForVerified(
    credentialId: string,
    { maxInFlight, ahead }: { readonly maxInFlight: number; readonly ahead: number },
    now: number,
  ): number {
    const most = Math.max(maxInFlight, maxUnconfirmed)
    const slots = this.inFlight.of(credentialId)
    const missing = this.unconfirmed.missing(now)
    if (slots >= maxInFlight && slots < most) return Infinity
    // A rejection that an unseen request gets does not stop the calls of the others.
    if (this.inFlight.hasUnseen) return this.#opensBelow(most - ahead, now)
    return this.inFlight.size + ahead + missing.count >= most
      ? Math.max(now, this.#pacedAt(missing.lastAt))
      : this.#opensBelow(most - ahead, now)
  }

  /**
   * How many slots must be free for an attempt to be sent. None if those with other credentials are
   * not what it waits for.
   */
  slotsWanted(
    credentialId: string,
    { maxInFlight, isVerified }: { readonly maxInFlight: number; readonly isVerified: boolean },
    now: number,
  ): number {
    if (isVerified) return this.inFlight.of(credentialId) < maxInFlight ? 1 : 0
    const waitsForAnother = this.inFlight.of(credentialId) > 0
    return waitsForAnother || this.unconfirmed.count(now) >= maxUnconfirmedProbes ? 0 : 1 + freeBesideProbe
  }

  /**
   * An attempt got no response of the API. One that the client gave up may reach the server as late
   * as `maxFlightMs` from now.
   */
  missed(
    { credentialId = '' }: Call,
    { outcome, isProbe }: { readonly outcome: Outcome; readonly isProbe: boolean },
    { maxFlightMs }: Pick<AuthGuardOptions, 'maxFlightMs'>,
    now: number,
  ): void {
    const countedAt = outcome.kind === 'lost' ? now + maxFlightMs : now
    this.unconfirmed.add(credentialId, { countedAt, isRejection: false, isProbe }, now)
  }

  /** An attempt got a response that says nothing of its credential. */
  otherResponse({ sentAt }: Call): void {
    this.otherResponseTo = Math.max(this.otherResponseTo ?? sentAt, sentAt)
  }

  /** Whether one more may fail that the other members do not hear of, besides all that may. */
  hasRoomForUnseen(now: number): boolean {
    return this.inFlight.size + this.unconfirmed.count(now) < maxUnconfirmed
  }

  /**
   * Gives up an attempt that the caller cancelled. Returns false if its response is needed: too
   * many outcomes are unknown.
   */
  giveUp(call: Call, now: number): boolean {
    return this.inFlight.giveUp(call, maxUnconfirmedProbes - 1 - this.unconfirmed.count(now))
  }

  /**
   * After that many without a response, one at a time and 15 s apart, until one gets a response.
   */
  #pacedAt(lastMissingAt: number): number {
    const hasResponse = (this.otherResponseTo ?? Number.NEGATIVE_INFINITY) >= lastMissingAt
    return (
      Math.max(this.inFlight.lastSentAt, hasResponse ? Number.NEGATIVE_INFINITY : lastMissingAt) + pacedMs
    )
  }

  /**
   * When fewer than `most` are in flight or unconfirmed, of all credentials. `Infinity` if only a
   * response can tell.
   */
  #opensBelow(most: number, now: number): number {
    const { size } = this.inFlight
    if (size + this.unconfirmed.count(now) < most) return now
    return size < most ? this.unconfirmed.fewerThan(most - size, now) : Infinity
  }
}
