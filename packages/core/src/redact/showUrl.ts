import type { Redact } from '../contract/Redact.ts'

/**
 * A URL for messages and events: its query may hold what should not be seen, and a caller or a
 * redirect may have put the token into it.
 */
export function showUrl({ origin, pathname }: Pick<URL, 'origin' | 'pathname'>, redact: Redact): string {
  return redact(origin + pathname)
}
