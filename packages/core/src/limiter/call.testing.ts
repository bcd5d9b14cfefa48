import type { Outcome } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'

/** A call as the rules see it. */
export function call(overrides: Partial<Call> = {}): Call {
  return {
    credentialId: undefined,
    endpoint: 'GET /a',
    level: 1,
    whenLocked: 'fail',
    sentAt: 0,
    ...overrides,
  }
}

/** The answers that need no more than a status. */
export const outcomes = {
  ok: { kind: 'ok', status: 200, advertised: undefined },
  notFound: { kind: 'failed', status: 404, retryAfterMs: undefined, advertised: undefined },
  timeout: { kind: 'failed', status: 408, retryAfterMs: undefined, advertised: undefined },
  broken: { kind: 'failed', status: 500, retryAfterMs: undefined, advertised: undefined },
  badGateway: { kind: 'failed', status: 502, retryAfterMs: undefined, advertised: undefined },
  limited: { kind: 'limited', status: 429, retryAfterMs: undefined, advertised: undefined },
  rejected: { kind: 'rejected', status: 401, isInvalidToken: true, advertised: undefined },
  unauthorized: { kind: 'rejected', status: 401, isInvalidToken: false, advertised: undefined },
  locked: {
    kind: 'locked',
    status: 403,
    retryAfterMs: undefined,
    reason: 'it says so',
    advertised: undefined,
  },
  forbidden: { kind: 'forbidden', status: 403, reason: 'it is plain', advertised: undefined },
  redirected: { kind: 'redirected', status: 301, advertised: undefined },
  unsent: { kind: 'unsent' },
  lost: { kind: 'lost' },
} as const satisfies Record<string, Outcome>

/** How often a property is tried: BANDO_RUNS times, a few hundred without. */
export const numRuns = Number(process.env['BANDO_RUNS'] ?? 300)
