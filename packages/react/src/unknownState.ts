import type { BandoState } from '@bando/core'

/**
 * The state before anything is known: an anonymous caller with all of its budget. It is the same on
 * a server and in a browser, and needs no clock.
 */
export const unknownState = {
  auth: { status: 'anonymous' },
  limit: { requests: 60, windowMs: 3_600_000, remaining: 60, inFlight: 0, source: 'default' },
  queue: { waiting: 0 },
} as BandoState
