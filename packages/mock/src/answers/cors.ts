import type { Call } from '../server/Call.ts'
import type { Answer } from './Answer.ts'

/** What a page may read of an answer. */
export const exposedFields = [
  'Allow',
  'Date',
  'Idempotent-Replayed',
  'Link',
  'Location',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
] as const

const exposed = exposedFields.join(', ')

/** Lets any page read the answer, the rate-limit fields included, but where a route of the user's says which page may. */
export function addCorsFields(headers: Record<string, string>): void {
  headers['Access-Control-Allow-Origin'] ??= '*'
  headers['Access-Control-Expose-Headers'] ??= exposed
}

/** A browser's question before the request itself; it carries no credentials and spends nothing. */
export function isPreflight(call: Call): boolean {
  return (
    call.method === 'OPTIONS' &&
    call.header('origin') !== undefined &&
    call.header('access-control-request-method') !== undefined
  )
}

/** Allows what was asked for: `*` would not cover Authorization. */
export function preflightAnswer(call: Call): Answer {
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'Access-Control-Allow-Headers': call.header('access-control-request-headers') ?? 'Authorization',
      'Access-Control-Max-Age': '600',
    },
    body: null,
  }
}
