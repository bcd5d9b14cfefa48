import { isLoopback } from '../options/place.ts'
import type { WireUrl } from './WireUrl.ts'

/**
 * Throws if the browser says that it is offline, and `url` is of another machine: then nothing can
 * be sent.
 */
export function checkOnline(url: WireUrl): void {
  const { navigator } = globalThis as { navigator?: { onLine?: boolean } }
  if (navigator?.onLine === false && !isLoopback(url))
    throw new Error('the browser is offline (navigator.onLine is false)')
}
