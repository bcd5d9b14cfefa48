import type { BandoState } from '@bando/core'

/**
 * What is known before anything is: an anonymous caller with all of its budget. It is the same on a server and in a browser,
 * whatever their clients are, and reading it reads no clock.
 */
export const unknownState = {
  auth: { status: 'anonymous' },
  limit: { requests: 60, windowMs: 3_600_000, remaining: 60, inFlight: 0, source: 'default' },
  queue: { waiting: 0 },
} as BandoState
