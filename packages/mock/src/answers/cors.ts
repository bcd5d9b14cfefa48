import type { Call } from '../server/Call.ts'
import type { Answer } from './Answer.ts'

/** The fields of a response that a page may read. */
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
 * Lets the requesting page read the response, rate-limit fields included. A user's route that names
 * an allowed page takes precedence. Names the origin, because `*` fails with `credentials:
 * 'include'`, which a server cannot see (Fetch standard, section 3.2.3).
 */
export function addCorsFields(headers: Record<string, string>, origin: string): void {
  headers['Access-Control-Expose-Headers'] ??= exposed
  if (headers['Access-Control-Allow-Origin'] !== undefined) return
  headers['Access-Control-Allow-Origin'] = origin
  headers['Access-Control-Allow-Credentials'] = 'true'
  headers['Vary'] = headers['Vary'] === undefined ? 'Origin' : `${headers['Vary']}, Origin`
}

/**
 * Returns true for a CORS preflight. It carries no credentials and spends nothing. Test
 * environments drop fields that scripts may not set: with MSW, happy-dom sends neither `Origin` nor
 * `Access-Control-Request-Method`. So an OPTIONS request without credentials and without `Origin`
 * is a preflight too.
 */
export function isPreflight(call: Call): boolean {
  if (call.method !== 'OPTIONS') return false
  if (call.header('access-control-request-method') !== undefined) return true
  return call.header('origin') === undefined && call.header('authorization') === undefined
}

/** Allows the requested fields by name, as `*` does not include Authorization. */
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

/** Lists the methods of a path as the value of an `Allow` field. */
export function allowOf(methods: ReadonlySet<string>): string {
  if (methods.has('ALL')) return allMethods
  const extra = methods.has('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS']
  return [...new Set([...methods, ...extra])].join(', ')
}
