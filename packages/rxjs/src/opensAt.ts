import type { BandoState } from '@bando/core'
import { hasRoom } from './hasRoom.ts'

/**
 * Returns when a call could be sent at once, in epoch ms: in the past if that is now, `Infinity` if
 * only a change can tell.
 */
export function opensAt(state: BandoState): number {
  const { status, until = Infinity } = state.auth
  if (!hasRoom(state)) return Infinity
  // From then on one call may ask again. Nothing changes before it does.
  return status === 'rejected' || status === 'locked' ? until : Number.NEGATIVE_INFINITY
}
