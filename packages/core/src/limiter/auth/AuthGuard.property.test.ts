import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Call } from '../../contract/Call.ts'
import { answers, call, numRuns } from '../call.testing.ts'
import { Verdicts } from './AuthGuard.ts'

const maxFlightMs = 60_000
/** The server's rule (CONTRACT C7): this many invalid attempts within this time lock the address. */
const several = 5
const shortMs = 60_000

interface Attempt {
  readonly call: Call
  readonly leftAt: number
  /** The last instant at which the server can look at it. */
  latestAt: number
  /** From when on its credential was invalid; Infinity: it was good whenever the server looked. */
  invalidFrom: number
}

type End = 'answer' | 'break' | 'lose' | 'abort'

type Step =
  | { readonly kind: 'send' | 'revoke' | 'pardon'; readonly afterMs: number; readonly credential: string }
  | { readonly kind: End; readonly afterMs: number; readonly which: number }

const afterMs = fc.oneof(fc.constant(0), fc.nat({ max: 2000 }), fc.nat({ max: 70_000 }))
const credential = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const which = fc.nat({ max: 20 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('send' as const), afterMs, credential }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), afterMs, which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('revoke' as const, 'pardon' as const),
      afterMs,
      credential,
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
  readonly verdicts = new Verdicts({ verifiedForMs: 60_000, maxInFlight: 4, maxFlightMs, random: () => 0 })
  readonly attempts: Attempt[] = []
  readonly underWay: Attempt[] = []
  readonly invalidFrom = new Map<string, number>()
  now = 0

  constructor(invalid: readonly string[]) {
    for (const credential of invalid) this.invalidFrom.set(credential, 0)
  }

  take(step: Step): void {
    this.now += step.afterMs
    if ('which' in step) this.end(step.kind, this.underWay[step.which % Math.max(1, this.underWay.length)])
    else if (step.kind === 'send') this.send(step.credential)
    else if (step.kind === 'pardon') this.verdicts.pardon(step.credential)
    else this.revoke(step.credential)
  }

  send(credential: string): void {
    const { verdicts, now } = this
    const sent = call({ credential, leftAt: now })
    if (verdicts.refusal(sent, now) || verdicts.opensAt(sent, now) > now) return
    verdicts.left(sent, now)
    const invalidFrom = this.invalidFrom.get(credential) ?? Infinity
    const attempt = { call: sent, leftAt: now, latestAt: Infinity, invalidFrom }
    this.attempts.push(attempt)
    this.underWay.push(attempt)
  }

  revoke(credential: string): void {
    if (this.invalidFrom.has(credential)) return
    this.invalidFrom.set(credential, this.now)
    for (const attempt of this.attempts) {
      if (attempt.call.credential === credential && attempt.latestAt > this.now)
        attempt.invalidFrom = this.now
    }
  }

  end(kind: End, attempt: Attempt | undefined): void {
    if (attempt === undefined) return
    if (kind === 'abort' && this.verdicts.mustBeHeard(attempt.call, this.now)) return
    this.underWay.splice(this.underWay.indexOf(attempt), 1)
    attempt.latestAt = kind === 'lose' || kind === 'abort' ? this.now + maxFlightMs : this.now
    const answer = {
      answer: attempt.invalidFrom <= attempt.latestAt ? answers.rejected : answers.ok,
      break: answers.broken,
      lose: answers.lost,
      abort: answers.lost,
    }[kind]
    this.verdicts.answered(attempt.call, answer, this.now)
    if (answer !== answers.ok) return
    for (const each of this.attempts) {
      if (
        each.call.credential === attempt.call.credential &&
        each.leftAt <= attempt.leftAt &&
        !this.underWay.includes(each)
      )
        each.latestAt = Math.min(each.latestAt, this.now)
    }
  }

  /** The most invalid attempts that the server may have counted within `shortMs`, ending with one looked at as it left. */
  get most(): number {
    const invalid = this.attempts.filter(({ latestAt, invalidFrom }) => invalidFrom <= latestAt)
    const starts = invalid.map(({ leftAt, invalidFrom }) => Math.max(leftAt, invalidFrom))
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
        while (adversary.underWay.length > 0) adversary.end('answer', adversary.underWay[0])
        adversary.now += 2 * maxFlightMs + 1000
        const sent = adversary.attempts.length
        adversary.send('never used before')
        expect(adversary.attempts).toHaveLength(sent + 1)
      },
    ),
    { numRuns },
  )
})
