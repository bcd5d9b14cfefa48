import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Bando, BandoOptions } from '../index.ts'
import type { ScriptedRequest } from '../testing/index.ts'
import { failure, json, setUp } from './setUp.testing.ts'

const reason = new Error('the user left')
const never = <Value>(): Promise<Value> => new Promise(() => {})
const endless = (): Response => new Response(new ReadableStream({}))
const limit = { requests: 1, windowMs: 10_000 }

interface Stage {
  readonly name: string
  readonly options?: BandoOptions
  /** How each request is answered. */
  readonly outcome: (request: ScriptedRequest, index: number) => Response | Promise<Response>
  /** What happened before the call. */
  readonly before?: (bando: Bando) => unknown
  readonly call?: (bando: Bando, signal: AbortSignal) => Promise<unknown>
  /** Requests sent until the abort. */
  readonly sent: number
  /** Permits held afterwards: of all that may have reached the API (P1). */
  readonly held: number
}

const stages: readonly Stage[] = [
  {
    name: 'while the token is fetched',
    options: { token: never },
    outcome: () => json({}),
    sent: 0,
    held: 0,
  },
  {
    name: 'in the queue',
    options: { limit },
    outcome: () => json({}),
    before: (bando) => bando.get('/first'),
    sent: 1,
    held: 1,
  },
  {
    name: 'in the queue, behind the probe',
    options: { retry: { attempts: 1 } },
    outcome: never,
    before: (bando) => void failure(bando.get('/probe')),
    sent: 1,
    held: 1,
  },
  {
    name: 'connecting',
    outcome: (_, index) => (index === 0 ? json({}) : never()),
    before: (bando) => bando.get('/first'),
    sent: 2,
    held: 2,
  },
  { name: 'reading the body', outcome: endless, sent: 1, held: 1 },
  {
    name: 'reading the body of a fetch',
    outcome: endless,
    call: async (bando, signal) => (await bando.fetch('/a', { signal })).text(),
    sent: 1,
    held: 1,
  },
  { name: 'between two tries', outcome: () => json({}, 503), sent: 1, held: 1 },
  {
    name: 'as the last of those who share a request',
    outcome: (_, index) => (index === 0 ? json({}) : never()),
    before: (bando) => bando.get('/first'),
    call: (bando, signal) => {
      const other = new AbortController()
      void failure(bando.get('/a', { signal: other.signal }))
      const made = bando.get('/a', { signal })
      other.abort(reason)
      return made
    },
    sent: 2,
    held: 2,
  },
]

describe('an abort', () => {
  it.each(stages)(
    '$name is heard at once, frees its place in the same tick, and leaves nothing behind',
    async ({ options, outcome, before, call, sent, held }) => {
      const { bando, clock, requests } = setUp(outcome, options)
      await before?.(bando)
      const { remaining } = bando.state.limit
      const controller = new AbortController()
      const { signal } = controller
      const made = call ? call(bando, signal) : bando.get('/a', { signal })
      const failed = failure(made)
      await clock.advance(0)
      expect(getEventListeners(signal, 'abort')).toHaveLength(1)
      expect(requests).toHaveLength(sent)

      controller.abort(reason)
      expect(bando.state.queue.waiting).toBe(0)
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
      expect(await failed).toBe(reason)
      await clock.advance(0)
      const { requests: most } = bando.state.limit
      expect(most - bando.state.limit.remaining).toBe(held)
      expect(remaining).toBeGreaterThanOrEqual(bando.state.limit.remaining)

      // Nothing more is sent for it, whatever time may bring.
      await clock.advance(60_000)
      expect(requests).toHaveLength(sent)
    },
  )
})
