import type { BandoState } from '@bando/core'

/** Returns true if budget is left that no other call waits for. */
export function hasRoom({ auth, limit, queue }: BandoState): boolean {
  const isProbing = auth.status === 'unverified' && limit.inFlight > 0
  return limit.remaining > 0 && queue.waiting === 0 && !isProbing
}
