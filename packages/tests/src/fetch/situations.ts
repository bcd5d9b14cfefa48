import { bodies } from './situations/bodies.ts'
import { contentTypes } from './situations/contentTypes.ts'
import { failures } from './situations/failures.ts'
import { headers } from './situations/headers.ts'
import { readings } from './situations/readings.ts'
import { redirects } from './situations/redirects.ts'
import { requests } from './situations/requests.ts'
import { statuses } from './situations/statuses.ts'
import type { Situation } from './Situation.ts'

/**
 * The situations for the platform’s `fetch`, for `bando.fetch`, and for `bando.get` if it applies.
 */
export const situations: readonly Situation[] = [
  ...statuses,
  ...redirects,
  ...headers,
  ...readings,
  ...requests,
  ...bodies,
  ...contentTypes,
  ...failures,
]
