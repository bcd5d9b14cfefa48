import type { Answer } from '../contract/Answer.ts'
import type { Call } from '../contract/Call.ts'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import type { Verdict } from '../contract/Verdict.ts'
import type { WaitReason } from '../contract/WaitReason.ts'
import type { Doubt } from './Doubts.ts'
import { doubtMs, Doubts } from './Doubts.ts'
import type { SharedLock } from './Lock.ts'
import { Lock } from './Lock.ts'
import type { Standing } from './standing.ts'
import { isBelieved, nextStanding, unverified } from './standing.ts'

interface Entry {
  standing: Standing
  inFlight: number
  /** Plain 403s in a row: a proven credential that fails everywhere may be locked out. */
  forbidden: number
}

/** A call under way at another member that shares the verdicts. */
export interface Flight {
  readonly credential: string | undefined
  readonly leftAt: number
  /** Whether it was sent to find out whether the credential is good, or the lockout over. */
  readonly isProbe: boolean
}

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
  readonly #entries = new Map<string, Entry>()
  readonly #doubts = new Doubts()
  /** Of all credentials. */
  #inFlight = 0
  /** What is under way at other members. */
  #elsewhere: readonly Flight[] = []
  /** The calls under way that were sent to find out. */
  readonly #probes = new Set<Call>()
  /** The calls under way whose callers have left, and whose answer is not waited for. */
  readonly #givenUp = new Set<Call>()
  #lock: Lock | undefined
  #joinedAt = Number.NEGATIVE_INFINITY

  constructor(options: VerdictOptions) {
    this.options = options
  }

  /** The verdict, and until when it holds; `undefined`: only an answer can tell, or nothing changes until somebody calls. */
  verdict(credential: string | undefined, now: number): { verdict: Verdict; until: number | undefined } {
    if (credential === undefined) return { verdict: 'anonymous', until: undefined }
    const lock = this.#lock
    if (lock) {
      const isOpen = this.#isAsking(lock) || lock.probeAt <= now
      return { verdict: 'locked', until: isOpen ? undefined : lock.probeAt }
    }
    const standing = this.#entry(credential).standing
    switch (standing.kind) {
      case 'unverified':
        return { verdict: 'unverified', until: undefined }
      case 'verified':
        return this.#isBelieved(standing, now)
          ? { verdict: 'verified', until: standing.believedUntil }
          : { verdict: 'unverified', until: undefined }
      case 'rejected':
        // From then on one call may find out.
        return standing.recheckAt > now
          ? { verdict: 'rejected', until: standing.recheckAt }
          : { verdict: 'unverified', until: undefined }
    }
  }

  get isLocked(): boolean {
    return this.#lock !== undefined
  }

  /** Evidence for telling a lockout's 403 from any other. */
  evidence(credential: string, now: number): { isProven: boolean; hasRejection: boolean; forbidden: number } {
    const { standing, forbidden } = this.#entry(credential)
    return {
      isProven: this.#isBelieved(standing, now),
      hasRejection: this.#doubts.hasRejection(now),
      forbidden,
    }
  }

  /**
   * The caller of `call` has left. Whether its answer is needed all the same, so that it must run on: that of a probe is,
   * and so is any beyond what may stay in doubt.
   */
  mustBeHeard(call: Call, now: number): boolean {
    if (call.credential === undefined) return false
    if (this.#probes.has(call)) return true
    this.#givenUp.delete(call)
    if (this.#doubts.count(now) + this.#givenUp.size >= maxDoubtfulProbes - 1) return true
    this.#givenUp.add(call)
    return false
  }

  isProbe(call: Call): boolean {
    return this.#probes.has(call)
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

  /** Whether nothing is under way, and nothing to remember of any credential. */
  isQuiet(now: number): boolean {
    if (this.#lock || this.#doubts.count(now) > 0) return false
    return [...this.#entries.keys()].every((credential) => this.isIdle(credential, now))
  }

  forget(credential: string): void {
    this.#entries.delete(credential)
  }

  snapshot(now: number): SharedVerdicts {
    const standings: Record<string, Standing> = {}
    for (const [credential, { standing }] of [...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (standing.kind === 'rejected' || isBelieved(standing, now)) standings[credential] = standing
    }
    return { standings, doubts: this.#doubts.snapshot(now), lock: this.#lock?.snapshot() }
  }

  /** Goes on from what the members know. A credential that was good before `joinedAt` is asked about again (P2). */
  restore({ standings, doubts, lock }: SharedVerdicts, elsewhere: readonly Flight[], joinedAt: number): void {
    for (const credential of Object.keys(standings)) this.#entry(credential)
    for (const [credential, entry] of this.#entries) entry.standing = standings[credential] ?? unverified
    this.#joinedAt = joinedAt
    this.#doubts.restore(doubts)
    this.#lock = lock && Lock.restore(lock, this.options.random)
    this.#elsewhere = elsewhere.filter(({ credential }) => credential !== undefined)
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
    const { standing, inFlight } = this.#entry(call.credential)
    if (this.#lock)
      return this.#isAsking(this.#lock)
        ? Infinity
        : Math.max(this.#lock.probeAt, this.#opensForProbe(inFlight, now))
    const elsewhere = this.#elsewhere.filter(({ credential }) => credential === call.credential)
    if (!this.#isBelieved(standing, now))
      return elsewhere.some(({ isProbe }) => isProbe) ? Infinity : this.#opensForProbe(inFlight, now)
    const { maxInFlight } = this.options
    if (inFlight + elsewhere.length >= maxInFlight) return Infinity
    return this.#opensFor(Math.max(maxInFlight, maxDoubtfulProbes), now)
  }

  reason(call: Call, now: number): WaitReason {
    if (this.#lock) return 'lockout'
    const { standing, inFlight } = this.#entry(call.credential ?? '')
    const isProven = this.#isBelieved(standing, now)
    const elsewhere = this.#elsewhere.filter(({ credential }) => credential === call.credential).length
    if (isProven ? inFlight + elsewhere >= this.options.maxInFlight : inFlight + elsewhere > 0)
      return isProven ? 'inFlight' : 'proof'
    return this.#doubts.count(now) > 0 ? 'doubt' : 'inFlight'
  }

  left(call: Call, now: number): void {
    if (call.credential === undefined) return
    const entry = this.#entry(call.credential)
    entry.inFlight += 1
    this.#inFlight += 1
    if (this.#lock || !this.#isBelieved(entry.standing, now)) this.#probes.add(call)
  }

  answered(call: Call, answer: Answer, now: number): void {
    if (call.credential === undefined) return
    const entry = this.#entry(call.credential)
    entry.inFlight -= 1
    this.#inFlight -= 1
    this.#probes.delete(call)
    this.#givenUp.delete(call)

    switch (answer.kind) {
      case 'ok':
        return this.#prove(call, entry, now)
      case 'failed':
        return answer.status >= 400 && answer.status < 500 && answer.status !== 408
          ? this.#prove(call, entry, now)
          : this.#doubt(call, now, now)
      case 'rejected':
        return this.#reject(call, entry, now)
      case 'locked':
        if (this.#lock) this.#lock.renew(call, now, answer)
        else this.#lock = new Lock(now, answer, this.options.random)
        return undefined
      case 'lost':
        // It may reach the server as late as `maxFlightMs` from now.
        return this.#doubt(call, now, now + this.options.maxFlightMs)
      case 'forbidden':
        entry.forbidden += 1
        return undefined
      case 'limited':
      case 'redirected':
      case 'unsent':
        return undefined
    }
  }

  /** Good since this member is here: what was good before may have been revoked in a night that it slept through. */
  #isBelieved(standing: Standing, now: number): boolean {
    return isBelieved(standing, now) && standing.kind === 'verified' && standing.provenAt >= this.#joinedAt
  }

  #prove(call: Call, entry: Entry, now: number): void {
    // An answer to something sent before the lockout says nothing about it.
    if (this.#lock && call.leftAt >= this.#lock.since) this.#lock = undefined
    entry.forbidden = 0
    this.#doubts.clear(call.credential ?? '', call.leftAt)
    const event = { kind: 'good', leftAt: call.leftAt, believeForMs: this.options.verifiedForMs } as const
    entry.standing = nextStanding(entry.standing, event, now)
  }

  #reject(call: Call, entry: Entry, now: number): void {
    // Credentials were looked at, so authentication is no longer refused altogether.
    if (this.#lock && call.leftAt >= this.#lock.since) this.#lock = undefined
    this.#doubts.add({
      credential: call.credential ?? '',
      endedAt: now,
      until: now + doubtMs,
      isRejection: true,
    })
    entry.standing = nextStanding(entry.standing, { kind: 'bad', leftAt: call.leftAt }, now)
  }

  /** The server may have counted it as invalid, at `countedAt` at the latest. */
  #doubt({ credential = '' }: Call, endedAt: number, countedAt: number): void {
    this.#doubts.add({ credential, endedAt, until: countedAt + doubtMs, isRejection: false })
  }

  /** When a call could go alone to find out, with `inFlight` of the same credential under way. */
  #opensForProbe(inFlight: number, now: number): number {
    return inFlight > 0 ? Infinity : this.#opensFor(maxDoubtfulProbes, now)
  }

  /** Whether a call is under way that is to find out whether the lockout is over: during one nothing else leaves. */
  #isAsking({ since }: Lock): boolean {
    const probes = this.#elsewhere.filter(({ isProbe }) => isProbe)
    return [...this.#probes, ...probes].some(({ leftAt }) => leftAt >= since)
  }

  /** When fewer than `most` calls are under way or in doubt, of all credentials. While some are under way, an answer can tell. */
  #opensFor(most: number, now: number): number {
    const inFlight = this.#inFlight + this.#elsewhere.length
    if (inFlight + this.#doubts.count(now) < most) return now
    return inFlight > 0 ? Infinity : this.#doubts.fewerThan(most, now)
  }

  #entry(credential: string): Entry {
    let entry = this.#entries.get(credential)
    if (entry === undefined) {
      entry = { standing: unverified, inFlight: 0, forbidden: 0 }
      this.#entries.set(credential, entry)
    }
    return entry
  }
}
