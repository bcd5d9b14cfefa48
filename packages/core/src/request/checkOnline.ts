import { isLoopback } from '../options/place.ts'
import type { WireUrl } from './WireUrl.ts'

/**
 * Throws if the browser says that it is offline, and the URL is of another machine. Nothing can be
 * sent then.
 */
export function checkOnline({ href }: WireUrl): void {
  const { navigator } = globalThis as { navigator?: { onLine?: boolean } }
  if (navigator?.onLine === false && !isLoopback(new URL(href)))
    throw new Error('the browser is offline (navigator.onLine is false)')
}
