import type { Want } from './Snapshot.ts'
import type { Closed } from './Work.ts'
import { turnMs } from './fairness.ts'

/** Why a call may not leave. */
export interface Stop {
  /** From when on it would take a permit; Infinity if only a response to this member can tell. */
  readonly readyAt: number
  readonly credentialId?: string | undefined
  /** If the member's own rules cannot tell. */
  readonly closed?: Closed | undefined
}

/** How the member tells the others that it waits. */
export function wantOf(
  { readyAt, credentialId }: Stop,
  { since, count, at }: { since: number; count: number; at: number },
): Want {
  return {
    since,
    count,
    ...(credentialId === undefined ? {} : { credentialId }),
    readyAt,
    until: Math.max(at, readyAt) + turnMs,
  }
}
