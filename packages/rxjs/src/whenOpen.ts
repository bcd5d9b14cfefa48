import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { filter, take } from 'rxjs'
import { hasRoom } from './hasRoom.ts'
import { state$ } from './state/state.ts'

/**
 * Emits the state once, as soon as a call could be sent at once, and completes: budget is left, no
 * call waits, and the token is not refused, or may be tried again. It completes without a value
 * when the client closes, and keeps no process alive.
 *
 * The only permit is held until 24 ms:
 * ```text
 * whenOpen$   ------------------------(o|)
 * ```
 */
export function whenOpen$(bando: Bando): Observable<BandoState> {
  return state$(bando).pipe(filter(isOpen), take(1))
}

function isOpen(state: BandoState): boolean {
  const { status, until } = state.auth
  // A token that is refused may be tried again when the state no longer says until when.
  return hasRoom(state) && (status === 'verified' || until === undefined)
}
