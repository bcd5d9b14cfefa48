import type { CallerRow } from './callers.ts'
import type { FaultRow, Meaning } from './faults.ts'
import { attempts } from './faults.ts'
import type { MethodRow } from './methods.ts'

/** Whether the fault affects one request, or all of them. */
export type Length = 'once' | 'always'

export interface Fate {
  readonly heard: string
  /** The number of requests. */
  readonly requests: number
}

/**
 * Returns what P3 and P5 allow: one outcome, and no more requests than may help and may be sent.
 */
export function expected(
  { means, fault }: FaultRow,
  { method, isRepeatable }: MethodRow,
  { reads }: CallerRow,
  length: Length,
): Fate {
  const failing: Record<Meaning, string> = {
    'cut off': 'network',
    silent: 'timeout',
    'broken body': reads === 'core' ? 'body' : 'broken off',
    'slow body': 'timeout',
    unavailable: `status ${fault.status}`,
    limited: 'limit',
    locked: 'locked',
    forbidden: 'status 403',
    harmless: 'served',
  }
  const heard = failing[means]
  const served = { heard: 'served', requests: 1 }
  const isOfBody = means === 'broken body' || means === 'slow body'
  // The response to a HEAD has no body that could fail.
  if (means === 'harmless' || (isOfBody && method === 'HEAD')) return served
  // A caller that reads the body also decides how long to wait for it.
  if (means === 'slow body' && reads === 'caller') return served
  // A response that broke off in its body is not requested again.
  const isFinal = means === 'locked' || means === 'forbidden' || isOfBody
  if (isFinal) return { heard, requests: 1 }
  // A limited request was not processed. It is sent again (P3), unless the wait is too long.
  if (means === 'limited') return { heard: length === 'once' ? 'served' : heard, requests: 2 }
  if (!isRepeatable) return { heard, requests: 1 }
  return length === 'once' ? { ...served, requests: 2 } : { heard, requests: attempts }
}
