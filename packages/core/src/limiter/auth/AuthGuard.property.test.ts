import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Outcome } from '../../contract/Outcome.ts'
import type { Call } from '../../contract/Call.ts'
import { outcomes, call, numRuns } from '../call.testing.ts'
import { AuthGuard } from './AuthGuard.ts'

const maxFlightMs = 60_000
/** The server's rule (CONTRACT C7): this many failed logins within this time lock the address. */
const several = 5
const shortMs = 60_000
/** A request that the client has not given up reaches the server within this time. */
const reachesWithinMs = 10_000
/** The API answers a failed login within this time, or the answer is missing. */
const silentAfterMs = 15_000
/** How many answers to failed logins of verified credentials go missing within a minute. */
const mostMissing = 3

interface Attempt {
  readonly call: Call
  readonly isProbe: boolean
  readonly sentAt: number
  /** The last instant at which the server can look at it. */
  latestAt: number
  /** From when on it counts as a failed login; Infinity if it never does. */
  invalidFrom: number
  /** Whether it got no response of the API's own. */
  isMissing: boolean
}

type End = 'answer' | 'unauthorized' | 'break' | 'gateway' | 'lose' | 'abort'

type Step =
  | {
      readonly kind: 'send' | 'revoke' | 'pardon'
      readonly afterMs: number
      readonly credentialId: string
      readonly endpoint: string
      readonly times: number
    }
  | { readonly kind: End; readonly afterMs: number; readonly which: number; readonly times: number }

const afterMs = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.nat({ max: 2000 }) },
  { weight: 1, arbitrary: fc.nat({ max: 20_000 }) },
  { weight: 1, arbitrary: fc.nat({ max: 70_000 }) },
)
/** Mostly few: what one does shows only when another has done something. */
const credentialId = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b') },
  { weight: 1, arbitrary: fc.constantFrom('c', 'd', 'e', 'f') },
)
/** The open route looks at no credential, and does not exist. */
const endpoint = fc.constantFrom('one', 'one', 'other', 'another', 'open')
const which = fc.nat({ max: 5 })
/** Several in a row, with nothing between. */
const times = fc.constantFrom(1, 1, 2, 3, 5)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ kind: fc.constant('send' as const), afterMs, credentialId, endpoint, times }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), afterMs, which, times }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('revoke' as const, 'revoke' as const, 'pardon' as const),
      afterMs,
      credentialId,
      endpoint,
      times: fc.constant(1),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom<End>('unauthorized', 'break', 'gateway', 'gateway', 'lose', 'abort'),
      afterMs,
      which,
      times,
    }),
  },
)

/**
 * A server and a network that do their worst: tokens are revoked at any moment, an endpoint answers
 * 401 to a good token, and the server looks at a request when that hurts most: within 10 s of its
 * sending, or `maxFlightMs` after the client gave it up. They keep two rules. A request with a
 * token reaches the server before one that is sent 10 s later and accepted, and if it got no
 * response, before any that is sent later and accepted. And answers to failed logins of a
 * credential that the client has verified do not go missing more than `mostMissing` times within a
 * minute.
 */
class Adversary {
  readonly auth = new AuthGuard({ verifiedForMs: 60_000, maxInFlight: 4, maxFlightMs, random: () => 0 })
  readonly attempts: Attempt[] = []
  readonly inFlight: Attempt[] = []
  readonly invalidFrom = new Map<string, number>()
  readonly #mostMissing: number
  now = 0

  constructor(invalid: readonly string[], missing = mostMissing) {
    this.#mostMissing = missing
    for (const credentialId of invalid) this.invalidFrom.set(credentialId, 0)
  }

  take(step: Step): void {
    this.pass(step.afterMs)
    for (let time = 0; time < step.times; time += 1) {
      if ('which' in step) this.end(step.kind, this.inFlight[step.which % Math.max(1, this.inFlight.length)])
      else if (step.kind === 'send') this.send(step.credentialId, step.endpoint)
      else if (step.kind === 'pardon') this.auth.pardon(step.credentialId)
      else this.revoke(step.credentialId)
    }
  }

  /** Time passes. The answer to a failed login comes at last, if too many are missing already. */
  pass(ms: number): void {
    const until = this.now + ms
    for (const attempt of this.inFlight.toSorted((a, b) => a.sentAt - b.sentAt)) {
      if (attempt.sentAt + silentAfterMs > until || attempt.isMissing) continue
      this.now = Math.max(this.now, attempt.sentAt + silentAfterMs)
      if (this.mustAnswer(attempt)) this.end('answer', attempt)
      else attempt.isMissing = true
    }
    this.now = until
  }

  send(credentialId: string, endpoint = 'one'): void {
    const { auth, now } = this
    const sent = call({ credentialId, endpoint, sentAt: now })
    if (auth.refusal(sent, now) || auth.opensAt(sent, now) > now) return
    auth.sent(sent, now)
    const isOpen = endpoint === 'open'
    const attempt: Attempt = {
      call: sent,
      isProbe: auth.isProbe(sent),
      sentAt: now,
      latestAt: now + reachesWithinMs,
      invalidFrom: isOpen ? Infinity : (this.invalidFrom.get(credentialId) ?? Infinity),
      isMissing: false,
    }
    this.attempts.push(attempt)
    this.inFlight.push(attempt)
  }

  revoke(credentialId: string): void {
    if (this.invalidFrom.has(credentialId)) return
    this.invalidFrom.set(credentialId, this.now)
    for (const attempt of this.attempts) {
      const isOf = attempt.call.credentialId === credentialId && attempt.call.endpoint !== 'open'
      if (!isOf || attempt.latestAt <= this.now || attempt.invalidFrom < Infinity) continue
      // One too many that is on its way, and whose answer is missing, is there already.
      if (this.isOneTooMany(attempt)) attempt.latestAt = this.now
      else attempt.invalidFrom = this.now
    }
  }

  end(kind: End, attempt: Attempt | undefined): void {
    if (attempt === undefined) return
    if (kind === 'abort' && this.auth.mustBeHeard(attempt.call, this.now)) return
    if (kind !== 'answer' && kind !== 'unauthorized' && this.mustAnswer(attempt)) {
      this.end('answer', attempt)
      return
    }
    this.inFlight.splice(this.inFlight.indexOf(attempt), 1)
    const outcome = this.#outcome(kind, attempt)
    this.auth.settled(attempt.call, outcome, this.now)
    if (outcome.kind === 'ok') this.#accepted(attempt)
  }

  /**
   * Whether the API must answer this one: it is a failed login, and the answers to too many are
   * missing.
   */
  mustAnswer(attempt: Attempt): boolean {
    return isFailed(attempt) && !attempt.isMissing && this.hasEnoughMissing(attempt)
  }

  /** Whether this one, whose answer is missing, must not turn out to be a failed login. */
  isOneTooMany(attempt: Attempt): boolean {
    return attempt.isMissing && this.hasEnoughMissing(attempt)
  }

  hasEnoughMissing(attempt: Attempt): boolean {
    const missing = this.attempts.filter(
      (each) => each.isMissing && !each.isProbe && isFailed(each) && each.latestAt > this.now - shortMs,
    )
    return !attempt.isProbe && missing.length >= this.#mostMissing
  }

  #outcome(kind: End, attempt: Attempt): Outcome {
    const isOpen = attempt.call.endpoint === 'open'
    switch (kind) {
      case 'lose':
      case 'abort':
        attempt.isMissing = true
        // It may still be on its way, unless it is known to have reached the server.
        if (attempt.latestAt > attempt.sentAt)
          attempt.latestAt = Math.max(attempt.latestAt, this.now + maxFlightMs)
        return outcomes.lost
      case 'gateway':
        attempt.isMissing = true
        attempt.latestAt = Math.min(attempt.latestAt, this.now)
        return outcomes.badGateway
      case 'break':
        // The API itself failed: it had let the request in.
        attempt.invalidFrom = Infinity
        attempt.latestAt = Math.min(attempt.latestAt, this.now)
        return outcomes.broken
      case 'unauthorized':
        attempt.latestAt = Math.min(attempt.latestAt, this.now)
        if (isOpen) return outcomes.notFound
        // It may count, whatever the credential.
        attempt.invalidFrom = Math.min(attempt.invalidFrom, attempt.sentAt)
        return outcomes.unauthorized
      case 'answer':
        attempt.latestAt = Math.min(attempt.latestAt, this.now)
        if (isOpen) return outcomes.notFound
        return isFailed(attempt) ? outcomes.rejected : outcomes.ok
    }
  }

  #accepted({ call: { credentialId }, sentAt }: Attempt): void {
    for (const each of this.attempts) {
      if (each.call.credentialId !== credentialId || each.sentAt > sentAt) continue
      const hasReached = !this.inFlight.includes(each) || each.sentAt <= sentAt - reachesWithinMs
      if (!hasReached) continue
      each.latestAt = Math.min(each.latestAt, this.now)
      // A later `lose` changes nothing about that.
      if (this.inFlight.includes(each)) each.latestAt = each.sentAt
    }
  }

  /**
   * The most failed logins that the server may have counted within `shortMs`, ending with one
   * looked at as it was sent.
   */
  get most(): number {
    const failed = this.attempts.filter(isFailed)
    const starts = failed.map(({ sentAt, invalidFrom }) => Math.max(sentAt, invalidFrom))
    const within = starts.map(
      (end) =>
        failed.filter(({ latestAt }, index) => (starts[index] ?? 0) <= end && latestAt > end - shortMs)
          .length,
    )
    return Math.max(0, ...within)
  }
}

function isFailed({ invalidFrom, latestAt }: Attempt): boolean {
  return invalidFrom <= latestAt
}

const invalid = fc.subarray(['b', 'c', 'd', 'e'])
const steps = fc.array(step, { maxLength: 150, size: 'max' })

it('no server, network or caller can make it lock the account (P2)', () => {
  fc.assert(
    fc.property(invalid, steps, (invalid, steps) => {
      const adversary = new Adversary(invalid)
      for (const step of steps) adversary.take(step)
      expect(adversary.most).toBeLessThan(several)
    }),
    { numRuns },
  )
})

it('at most one more counts each 15 s if every answer to a revoked token is missing', () => {
  fc.assert(
    fc.property(invalid, steps, (invalid, steps) => {
      const adversary = new Adversary(invalid, Infinity)
      for (const step of steps) adversary.take(step)
      expect(adversary.most).toBeLessThan(several + shortMs / silentAfterMs)
    }),
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
        adversary.pass(2 * maxFlightMs + 1000)
        const sent = adversary.attempts.length
        adversary.send('never used before')
        expect(adversary.attempts).toHaveLength(sent + 1)
      },
    ),
    { numRuns },
  )
})
