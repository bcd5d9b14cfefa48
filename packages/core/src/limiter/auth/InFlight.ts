import type { Call } from '../../contract/Call.ts'

/** An attempt in flight at another member that shares the store. */
export interface Flight {
  readonly credentialId: string | undefined
  readonly sentAt: number
  /** Whether it finds out whether the credential is accepted, or the lockout over. */
  readonly isProbe: boolean
}

/** What the other members of the store have in flight, or may have. */
export interface Elsewhere {
  readonly flights: readonly Flight[]
  /** Whether a member, this one included, may send a request that the others do not hear of. */
  readonly hasUnseen: boolean
}

/** A request reaches the server within this time of being sent. */
export const reachesWithinMs = 10_000

/**
 * The attempts with credentials in flight at one origin: this member's own, and those of others. An
 * attempt no longer counts once it has certainly reached the server while its credential was good.
 */
export class InFlight {
  /** Our own attempts that count, by credential, in the order in which they were sent. */
  readonly #own = new Map<string, Set<Call>>()
  #ownCounted = 0
  #ownSize = 0
  /** Of our own, those that were sent to find out. */
  readonly #probes = new Set<Call>()
  /** Of our own, those that the caller cancelled and the client gave up. */
  readonly #givenUp = new Set<Call>()
  #elsewhere: readonly Flight[] = []
  #hasUnseen = false

  sent(call: Call, isProbe: boolean): void {
    const { credentialId = '' } = call
    const own = this.#own.get(credentialId) ?? new Set()
    this.#own.set(credentialId, own.add(call))
    this.#ownCounted += 1
    this.#ownSize += 1
    if (isProbe) this.#probes.add(call)
  }

  /** Returns whether its end may still show that the credential is not good. */
  ended(call: Call): boolean {
    this.#ownSize -= 1
    this.#probes.delete(call)
    this.#givenUp.delete(call)
    return this.#uncount(call)
  }

  restore(elsewhere: readonly Flight[], hasUnseen = false): void {
    this.#elsewhere = elsewhere.filter(({ credentialId }) => credentialId !== undefined)
    this.#hasUnseen = hasUnseen
  }

  /** Whether a member may send a request that the others do not hear of. */
  get hasUnseen(): boolean {
    return this.#hasUnseen
  }

  /**
   * The API has accepted the credential in a request that was sent at `sentAt`: older ones have
   * reached it before.
   */
  accepted(credentialId: string, sentAt: number): void {
    const reachedBy = sentAt - reachesWithinMs
    for (const call of this.#own.get(credentialId) ?? []) {
      if (call.sentAt > reachedBy) break
      this.#uncount(call)
    }
    if (this.#elsewhere.length === 0) return
    this.#elsewhere = this.#elsewhere.filter(
      (flight) => flight.credentialId !== credentialId || flight.sentAt > reachedBy,
    )
  }

  /**
   * Gives `call` up, unless `most` others are given up already: then the response of this one is
   * needed.
   */
  giveUp(call: Call, most: number): boolean {
    this.#givenUp.delete(call)
    if (this.#givenUp.size >= most) return false
    this.#givenUp.add(call)
    return true
  }

  /** Those of all members, with all credentials. */
  get size(): number {
    return this.#ownCounted + this.#elsewhere.length
  }

  /** All of our own, those that no longer count included. */
  get ownSize(): number {
    return this.#ownSize
  }

  /** When the newest of all members' was sent. */
  get lastSentAt(): number {
    let last = Number.NEGATIVE_INFINITY
    for (const own of this.#own.values()) for (const { sentAt } of own) last = Math.max(last, sentAt)
    for (const { sentAt } of this.#elsewhere) last = Math.max(last, sentAt)
    return last
  }

  /** Those of all members with one credential. */
  of(credentialId: string): number {
    return this.ownOf(credentialId) + this.#elsewhereWith(credentialId).length
  }

  ownOf(credentialId: string): number {
    return this.#own.get(credentialId)?.size ?? 0
  }

  isProbe(call: Call): boolean {
    return this.#probes.has(call)
  }

  hasProbeElsewhere(credentialId: string): boolean {
    return this.#elsewhereWith(credentialId).some(({ isProbe }) => isProbe)
  }

  /** Whether a probe of any member that was sent at `instant` or later is in flight. */
  hasProbeSince(instant: number): boolean {
    const probes = this.#elsewhere.filter(({ isProbe }) => isProbe)
    return [...this.#probes, ...probes].some(({ sentAt }) => sentAt >= instant)
  }

  /** Returns false if it did not count any more. */
  #uncount(call: Call): boolean {
    const { credentialId = '' } = call
    const own = this.#own.get(credentialId)
    if (own?.delete(call) !== true) return false
    this.#ownCounted -= 1
    if (own.size === 0) this.#own.delete(credentialId)
    return true
  }

  #elsewhereWith(wanted: string): readonly Flight[] {
    if (this.#elsewhere.length === 0) return this.#elsewhere
    return this.#elsewhere.filter(({ credentialId }) => credentialId === wanted)
  }
}
