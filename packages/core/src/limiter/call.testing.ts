import type { Answer } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'

/** A call as the rules see it. */
export function call(overrides: Partial<Call> = {}): Call {
  return { credential: undefined, level: 1, whenLocked: 'fail', leftAt: 0, ...overrides }
}

/** The answers that need no more than a status. */
export const answers = {
  ok: { kind: 'ok', status: 200, statement: undefined },
  notFound: { kind: 'failed', status: 404, retryAfterMs: undefined, statement: undefined },
  timeout: { kind: 'failed', status: 408, retryAfterMs: undefined, statement: undefined },
  broken: { kind: 'failed', status: 500, retryAfterMs: undefined, statement: undefined },
  limited: { kind: 'limited', status: 429, retryAfterMs: undefined, statement: undefined },
  rejected: { kind: 'rejected', status: 401, statement: undefined },
  locked: {
    kind: 'locked',
    status: 403,
    retryAfterMs: undefined,
    reason: 'it says so',
    statement: undefined,
  },
  forbidden: { kind: 'forbidden', status: 403, reason: 'it is plain', statement: undefined },
  redirected: { kind: 'redirected', status: 301, statement: undefined },
  unsent: { kind: 'unsent' },
  lost: { kind: 'lost' },
} as const satisfies Record<string, Answer>

/** How often a property is tried: BANDO_RUNS times, a few hundred without. */
export const numRuns = Number(process.env['BANDO_RUNS'] ?? 300)
