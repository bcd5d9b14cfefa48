import type { RouteTable } from '../Route.ts'

/**
 * Serves an endpoint that was switched off on 2025-08-01. Callers check a reference with the
 * variant's regular expressions.
 */
export const referenceRoutes: RouteTable = {
  'ALL /api/v1/references/': (_call, { problem }) => problem('gone'),
}
