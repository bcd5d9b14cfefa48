import type { Verdict } from '../gate/Verdict.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import type { Answer } from './Answer.ts'
import { problemAnswer } from './problemAnswer.ts'
import { secondsUntil } from './rateLimitFields.ts'

/** Makes the response to a request that the gate refused. */
export function refusalAnswer(
  verdict: Exclude<Verdict, { kind: 'served' }>,
  settings: MockSettings,
  now: number,
): Answer {
  const retryAfter = (at: number): Record<string, string> =>
    settings.headers === 'none' ? {} : { 'Retry-After': String(secondsUntil(at, now)) }
  switch (verdict.kind) {
    case 'limited':
      return problemAnswer('rate-limited', settings.errors, {
        headers: retryAfter(verdict.budget.meter.quota(now).moreAt),
      })
    case 'rejected':
      return problemAnswer('invalid-token', settings.errors, {
        // RFC 6750 section 3.1
        headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
      })
    case 'locked':
      return problemAnswer('locked-out', settings.errors, { headers: retryAfter(verdict.until) })
    case 'forbidden':
      return problemAnswer('address-not-allowed', settings.errors)
  }
}
