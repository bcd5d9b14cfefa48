import type { Bando } from '@bando/core'
import { isBandoError } from '@bando/core'

/** The same request is answered the same way for about this long. */
const lastsMs = 60_000

const ofTheResponse: ReadonlySet<string> = new Set(['http', 'forbidden', 'redirect', 'body', 'schema'])

/**
 * Returns whether trying again may help against an error that came at `errorAt`. The client itself holds back what a limit, a
 * lockout or a rejected token would refuse, so only a lasting response is left to be told here. Another token may change it.
 */
export function mayHelp(client: Bando, error: unknown, errorAt: number): boolean {
  if (!isBandoError(error) || error.retryable || !ofTheResponse.has(error.code)) return true
  return client.state.auth.status === 'unverified' || Date.now() >= errorAt + lastsMs
}
