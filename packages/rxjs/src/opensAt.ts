import type { BandoState } from '@bando/core'

/** When a call could leave at once, as far as `state` tells, in epoch ms: in the past, now; `Infinity`, only a change can tell. */
export function opensAt({ auth, limit, queue }: BandoState): number {
  if (limit.remaining === 0 || queue.waiting > 0) return Infinity
  switch (auth.status) {
    case 'rejected':
    case 'locked':
      // From then on one call may ask again: nothing changes before it does.
      return auth.until ?? Infinity
    case 'unverified':
      return limit.inFlight > 0 ? Infinity : Number.NEGATIVE_INFINITY
    case 'anonymous':
    case 'verified':
      return Number.NEGATIVE_INFINITY
  }
}
