import type { Call } from '../server/Call.ts'
import type { Answer } from './Answer.ts'

/** What a page may read of an answer. */
export const exposedFields = [
  'Allow',
  'Date',
  'Idempotent-Replayed',
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
const allMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

/**
 * Lets the page that asks read the answer, the rate-limit fields included, unless a route of the user's says which page may.
 * The page is named, as `*` would not do for `credentials: 'include'`, which a server cannot see (Fetch standard, section 3.2.3).
 */
export function addCorsFields(headers: Record<string, string>, origin: string): void {
  headers['Access-Control-Expose-Headers'] ??= exposed
  if (headers['Access-Control-Allow-Origin'] !== undefined) return
  headers['Access-Control-Allow-Origin'] = origin
  headers['Access-Control-Allow-Credentials'] = 'true'
  headers['Vary'] = headers['Vary'] === undefined ? 'Origin' : `${headers['Vary']}, Origin`
}

/**
 * A browser's question before the request itself; it carries no credentials and spends nothing.
 * Test environments lose fields that scripts may not set: under MSW, happy-dom's arrives with neither `Origin` nor
 * `Access-Control-Request-Method`. So an OPTIONS without credentials is one too, unless it says where it comes from.
 */
export function isPreflight(call: Call): boolean {
  if (call.method !== 'OPTIONS') return false
  if (call.header('access-control-request-method') !== undefined) return true
  return call.header('origin') === undefined && call.header('authorization') === undefined
}

/** Allows what was asked for: `*` would not cover Authorization. */
export function preflightAnswer(call: Call, methods: ReadonlySet<string>): Answer {
  const origin = call.header('origin')
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Origin': origin ?? '*',
      ...(origin !== undefined && { 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' }),
      'Access-Control-Allow-Methods': allMethods,
      'Access-Control-Allow-Headers':
        call.header('access-control-request-headers') ?? 'Authorization, Content-Type, Idempotency-Key',
      'Access-Control-Max-Age': '600',
      ...(methods.size > 0 && { Allow: allowOf(methods) }),
    },
    body: null,
  }
}

/** The methods of a path, as an `Allow` field lists them. */
export function allowOf(methods: ReadonlySet<string>): string {
  if (methods.has('ALL')) return allMethods
  const extra = methods.has('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS']
  return [...new Set([...methods, ...extra])].join(', ')
}
