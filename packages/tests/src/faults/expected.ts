import type { CallerRow } from './callers.ts'
import type { FaultRow, Meaning } from './faults.ts'
import { attempts } from './faults.ts'
import type { MethodRow } from './methods.ts'

/** Whether one request meets the fault, or all of them do. */
export type Length = 'once' | 'always'

export interface Fate {
  readonly heard: string
  /** How many requests it takes. */
  readonly requests: number
}

/** What P3 and P5 allow: one outcome, and no request more than that may help and may be sent. */
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
  // The answer to a HEAD has no body to go wrong.
  if (means === 'harmless' || (isOfBody && method === 'HEAD')) return served
  // Whoever reads the body himself decides for himself how long he waits for it.
  if (means === 'slow body' && reads === 'caller') return served
  // What was served half is not asked for again.
  const isFinal = means === 'locked' || means === 'forbidden' || isOfBody
  if (isFinal) return { heard, requests: 1 }
  // Nobody processed what was limited: it goes again (P3), unless it would have to wait too long.
  if (means === 'limited') return { heard: length === 'once' ? 'served' : heard, requests: 2 }
  if (!isRepeatable) return { heard, requests: 1 }
  return length === 'once' ? { ...served, requests: 2 } : { heard, requests: attempts }
}
