import type { BandoState } from '@bando/core'
import { expect, it } from 'vitest'
import { describe } from './describe.ts'

const nextAt = Date.UTC(2026, 0, 1, 17, 30, 5)

it.each<[BandoState['queue'], number, string]>([
  [{ waiting: 0, nextAt: undefined, reason: undefined }, 5, 'no need to wait'],
  [{ waiting: 3, nextAt: undefined, reason: undefined }, 0, 'waiting for an answer'],
  [{ waiting: 3, nextAt, reason: 'limit' }, 5, 'about to go on'],
  [{ waiting: 3, nextAt, reason: 'limit' }, 0, 'waiting for the budget until 17:30:05 UTC'],
])('%o with %d left: %s', (queue, remaining, words) => {
  const limit = {
    requests: 5,
    windowMs: 1,
    remaining,
    inFlight: 0,
    resetsAt: undefined,
    source: 'configured',
  } as const
  expect(describe({ auth: { status: 'anonymous', until: undefined }, limit, queue })).toBe(words)
})
