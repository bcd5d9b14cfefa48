import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Call } from '../../contract/Call.ts'
import { outcomes, call, numRuns } from '../call.testing.ts'
import { AuthGuard } from './AuthGuard.ts'

const maxFlightMs = 60_000
/** The server's rule (CONTRACT C7): this many invalid attempts within this time lock the address. */
const several = 5
const shortMs = 60_000

interface Attempt {
  readonly call: Call
  readonly sentAt: number
  /** The last instant at which the server can look at it. */
  latestAt: number
  /** From when on its credential was invalid; Infinity: it was good whenever the server looked. */
  invalidFrom: number
}

type End = 'answer' | 'break' | 'lose' | 'abort'

type Step =
  | { readonly kind: 'send' | 'revoke' | 'pardon'; readonly afterMs: number; readonly credentialId: string }
  | { readonly kind: End; readonly afterMs: number; readonly which: number }

const afterMs = fc.oneof(fc.constant(0), fc.nat({ max: 2000 }), fc.nat({ max: 70_000 }))
const credentialId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const which = fc.nat({ max: 20 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('send' as const), afterMs, credentialId }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), afterMs, which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('revoke' as const, 'pardon' as const),
      afterMs,
      credentialId,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('break' as const, 'lose' as const, 'abort' as const),
      afterMs,
      which,
    }),
  },
)

/**
 * A server and a network that do their worst: tokens are revoked at any moment, an attempt is looked at when that hurts
 * most, between leaving and its answer, or `maxFlightMs` after it was given up. They keep one rule: a request that nobody
 * heard of is not delivered after one with the same token that left later was answered well.
 */
class Adversary {
  readonly auth = new AuthGuard({ verifiedForMs: 60_000, maxInFlight: 4, maxFlightMs, random: () => 0 })
  readonly attempts: Attempt[] = []
  readonly inFlight: Attempt[] = []
  readonly invalidFrom = new Map<string, number>()
  now = 0

  constructor(invalid: readonly string[]) {
    for (const credentialId of invalid) this.invalidFrom.set(credentialId, 0)
  }

  take(step: Step): void {
    this.now += step.afterMs
    if ('which' in step) this.end(step.kind, this.inFlight[step.which % Math.max(1, this.inFlight.length)])
    else if (step.kind === 'send') this.send(step.credentialId)
    else if (step.kind === 'pardon') this.auth.pardon(step.credentialId)
    else this.revoke(step.credentialId)
  }

  send(credentialId: string): void {
    const { auth, now } = this
    const sent = call({ credentialId, sentAt: now })
    if (auth.refusal(sent, now) || auth.opensAt(sent, now) > now) return
    auth.sent(sent, now)
    const invalidFrom = this.invalidFrom.get(credentialId) ?? Infinity
    const attempt = { call: sent, sentAt: now, latestAt: Infinity, invalidFrom }
    this.attempts.push(attempt)
    this.inFlight.push(attempt)
  }

  revoke(credentialId: string): void {
    if (this.invalidFrom.has(credentialId)) return
    this.invalidFrom.set(credentialId, this.now)
    for (const attempt of this.attempts) {
      if (attempt.call.credentialId === credentialId && attempt.latestAt > this.now)
        attempt.invalidFrom = this.now
    }
  }

  end(kind: End, attempt: Attempt | undefined): void {
    if (attempt === undefined) return
    if (kind === 'abort' && this.auth.mustBeHeard(attempt.call, this.now)) return
    this.inFlight.splice(this.inFlight.indexOf(attempt), 1)
    attempt.latestAt = kind === 'lose' || kind === 'abort' ? this.now + maxFlightMs : this.now
    const outcome = {
      answer: attempt.invalidFrom <= attempt.latestAt ? outcomes.rejected : outcomes.ok,
      break: outcomes.broken,
      lose: outcomes.lost,
      abort: outcomes.lost,
    }[kind]
    this.auth.settled(attempt.call, outcome, this.now)
    if (outcome !== outcomes.ok) return
    for (const each of this.attempts) {
      if (
        each.call.credentialId === attempt.call.credentialId &&
        each.sentAt <= attempt.sentAt &&
        !this.inFlight.includes(each)
      )
        each.latestAt = Math.min(each.latestAt, this.now)
    }
  }

  /** The most invalid attempts that the server may have counted within `shortMs`, ending with one looked at as it left. */
  get most(): number {
    const invalid = this.attempts.filter(({ latestAt, invalidFrom }) => invalidFrom <= latestAt)
    const starts = invalid.map(({ sentAt, invalidFrom }) => Math.max(sentAt, invalidFrom))
    const within = starts.map(
      (end) =>
        invalid.filter(({ latestAt }, index) => (starts[index] ?? 0) <= end && latestAt > end - shortMs)
          .length,
    )
    return Math.max(0, ...within)
  }
}

it('no server, network or caller can make it lock the account (P2)', () => {
  fc.assert(
    fc.property(
      fc.subarray(['a', 'b', 'c', 'd', 'e']),
      fc.array(step, { maxLength: 150, size: 'max' }),
      (invalid, steps) => {
        const adversary = new Adversary(invalid)
        for (const step of steps) adversary.take(step)
        expect(adversary.most).toBeLessThan(several)
      },
    ),
    { numRuns },
  )
})

it('whatever happened, a good credential is served again', () => {
  fc.assert(
    fc.property(
      fc.subarray(['a', 'b', 'c']),
      fc.array(step, { maxLength: 100, size: 'max' }),
      (invalid, steps) => {
        const adversary = new Adversary(invalid)
        for (const step of steps) adversary.take(step)
        while (adversary.inFlight.length > 0) adversary.end('answer', adversary.inFlight[0])
        adversary.now += 2 * maxFlightMs + 1000
        const sent = adversary.attempts.length
        adversary.send('never used before')
        expect(adversary.attempts).toHaveLength(sent + 1)
      },
    ),
    { numRuns },
  )
})
