import type { Outcome } from '../contract/Outcome.ts'

export interface RetryQuestion {
  readonly outcome: Outcome
  /** Whether the request may be processed twice (P3). */
  readonly isRepeatable: boolean
  /** Requests sent so far. */
  readonly attempts: number
  readonly retry: { readonly attempts: number; readonly baseMs: number; readonly maxMs: number }
  /** From 0 to below 1. */
  readonly random: number
}

const passingStatuses = new Set([408, 500, 502, 503, 504])

/** After how many ms to send again what failed without our doing; `undefined`: do not. Full jitter, or as long as the API says. */
export function retryDelayMs({
  outcome,
  isRepeatable,
  attempts,
  retry,
  random,
}: RetryQuestion): number | undefined {
  if (attempts >= retry.attempts) return undefined
  const pauseMs = random * Math.min(retry.maxMs, retry.baseMs * 2 ** (attempts - 1))
  if (outcome.kind === 'unsent') return pauseMs
  if (!isRepeatable) return undefined
  if (outcome.kind === 'lost') return pauseMs
  if (outcome.kind !== 'failed' || !passingStatuses.has(outcome.status)) return undefined
  return Math.max(pauseMs, outcome.retryAfterMs ?? 0)
}
