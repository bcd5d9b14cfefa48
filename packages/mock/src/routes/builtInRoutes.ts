import { networkRoutes } from './api/networks.ts'
import { coolness } from './coolness.ts'
import type { RouteTable } from './Route.ts'

/** Every path the API has. */
export function builtInRoutes(): RouteTable {
  return { 'GET /coolness': coolness, ...networkRoutes }
}
