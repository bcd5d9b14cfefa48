import type { BandoState } from '@bando/core'
import { expect, it } from 'vitest'
import { opensAt } from './opensAt.ts'

const now = Number.NEGATIVE_INFINITY

interface Parts {
  readonly status?: BandoState['auth']['status']
  readonly until?: number
  readonly remaining?: number
  readonly inFlight?: number
  readonly waiting?: number
}

function stateOf({
  status = 'verified',
  until,
  remaining = 1,
  inFlight = 0,
  waiting = 0,
}: Parts): BandoState {
  return {
    auth: { status, until },
    limit: { requests: 100, windowMs: 1000, remaining, inFlight, resetsAt: undefined, source: 'default' },
    queue: { waiting, nextAt: undefined, reason: undefined },
  }
}

it.each<[Parts, number]>([
  [{}, now],
  [{ inFlight: 3 }, now],
  [{ status: 'anonymous', inFlight: 3 }, now],
  [{ remaining: 0 }, Infinity],
  [{ waiting: 1 }, Infinity],
  [{ status: 'unverified' }, now],
  [{ status: 'unverified', inFlight: 1 }, Infinity],
  [{ status: 'rejected', until: 5000 }, 5000],
  [{ status: 'locked', until: 5000 }, 5000],
  [{ status: 'locked' }, Infinity],
  [{ status: 'rejected', until: 5000, remaining: 0 }, Infinity],
])('%o opens at %d', (parts, expected) => {
  expect(opensAt(stateOf(parts))).toBe(expected)
})
