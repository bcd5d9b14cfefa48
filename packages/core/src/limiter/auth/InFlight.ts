import type { Call } from '../../contract/Call.ts'

/** A call under way at another member that shares the verdicts. */
export interface Flight {
  readonly credentialId: string | undefined
  readonly sentAt: number
  /** Whether it was sent to find out whether the credential is good, or the lockout over. */
  readonly isProbe: boolean
}

/** The calls with credentials that are under way at one origin: this member's own, and those of others that share the verdicts. */
export class InFlight {
  readonly #own = new Map<string, number>()
  #ownSize = 0
  /** Of our own, those that were sent to find out. */
  readonly #probes = new Set<Call>()
  /** Of our own, those whose callers have left, and whose answer is not waited for. */
  readonly #givenUp = new Set<Call>()
  #elsewhere: readonly Flight[] = []

  sent(call: Call, isProbe: boolean): void {
    const { credentialId = '' } = call
    this.#own.set(credentialId, this.ownOf(credentialId) + 1)
    this.#ownSize += 1
    if (isProbe) this.#probes.add(call)
  }

  ended(call: Call): void {
    const { credentialId = '' } = call
    const others = this.ownOf(credentialId) - 1
    if (others > 0) this.#own.set(credentialId, others)
    else this.#own.delete(credentialId)
    this.#ownSize -= 1
    this.#probes.delete(call)
    this.#givenUp.delete(call)
  }

  restore(elsewhere: readonly Flight[]): void {
    this.#elsewhere = elsewhere.filter(({ credentialId }) => credentialId !== undefined)
  }

  /** Nobody waits for the answer of `call` any more. False: that is so for `most` others already, and this one must be heard. */
  giveUp(call: Call, most: number): boolean {
    this.#givenUp.delete(call)
    if (this.#givenUp.size >= most) return false
    this.#givenUp.add(call)
    return true
  }

  /** Everybody's, of all credentials. */
  get size(): number {
    return this.#ownSize + this.#elsewhere.length
  }

  get ownSize(): number {
    return this.#ownSize
  }

  /** Everybody's with one credential. */
  of(credentialId: string): number {
    return this.ownOf(credentialId) + this.#elsewhereWith(credentialId).length
  }

  ownOf(credentialId: string): number {
    return this.#own.get(credentialId) ?? 0
  }

  isProbe(call: Call): boolean {
    return this.#probes.has(call)
  }

  hasProbeElsewhere(credentialId: string): boolean {
    return this.#elsewhereWith(credentialId).some(({ isProbe }) => isProbe)
  }

  /** Whether anybody's probe that left at `instant` or later is under way. */
  hasProbeSince(instant: number): boolean {
    const probes = this.#elsewhere.filter(({ isProbe }) => isProbe)
    return [...this.#probes, ...probes].some(({ sentAt }) => sentAt >= instant)
  }

  #elsewhereWith(wanted: string): readonly Flight[] {
    return this.#elsewhere.filter(({ credentialId }) => credentialId === wanted)
  }
}
