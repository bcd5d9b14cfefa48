import type { Bando, BandoState } from '@bando/core'
import type { Observable } from 'rxjs'
import { part$ } from './part.ts'

/**
 * Emits the status of the credential: what is true now, then every change. It completes when the
 * client closes.
 *
 * Shown: unverified, then verified. A call is answered after 3 ms, and the client closes at the
 * end:
 * ```text
 * calls   --a
 * auth$   u----v---|
 * ```
 */
export function auth$(bando: Bando): Observable<BandoState['auth']> {
  return part$(bando, 'auth')
}
