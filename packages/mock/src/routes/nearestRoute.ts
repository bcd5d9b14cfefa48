import { nearest } from '../text/nearest.ts'
import type { Endpoint } from './Router.ts'

/** Of a path that is longer, the rest is no slip of a key. */
const longestPath = 200

/** The route that a path without one was probably meant for, as `'METHOD /pattern'`. */
export function nearestRoute(
  { method, path }: { readonly method: string; readonly path: string },
  endpoints: readonly Endpoint[],
): string | undefined {
  if (path.length > longestPath) return undefined
  const byFilled = new Map(endpoints.map((endpoint) => [filled(endpoint.pattern, path), endpoint]))
  const endpoint = byFilled.get(nearest(path, byFilled.keys()) ?? '')
  if (!endpoint) return undefined
  const hasMethod = endpoint.methods.has(method) || endpoint.methods.has('ALL')
  const methods = hasMethod ? method : [...endpoint.methods.keys()].join(' or ')
  return `${methods} ${endpoint.pattern}`
}

/** The pattern, its parameters being what the path has in their place. */
function filled(pattern: string, path: string): string {
  const segments = path.split('/')
  const parts = pattern.split('/').map((part, at) => (part.startsWith(':') ? segments[at] || part : part))
  return parts.join('/')
}
