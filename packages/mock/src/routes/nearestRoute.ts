import { nearest } from '../text/nearest.ts'
import type { Endpoint } from './Router.ts'

/** The length above which a path is not compared. */
const longestPath = 200

/** Returns the route that an unknown path was probably meant for, as `'METHOD /pattern'`. */
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

/** Fills the parameters of a pattern with the parts of the path. */
function filled(pattern: string, path: string): string {
  const segments = path.split('/')
  const parts = pattern.split('/').map((part, at) => (part.startsWith(':') ? segments[at] || part : part))
  return parts.join('/')
}
