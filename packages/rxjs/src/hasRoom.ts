import type { BandoState } from '@bando/core'

/** Returns true if budget is left that no other call waits for. */
export function hasRoom({ auth: { status }, limit, queue }: BandoState): boolean {
  const isProbing = limit.inFlight > 0 && (status === 'unverified' || status === 'locked')
  return limit.remaining > 0 && queue.waiting === 0 && !isProbing
}
