import { describe, expect, it } from 'vitest'
import { createBando, isBandoError, memoryStore } from '../index.ts'
import { ManualClock } from '../testing/index.ts'

const baseUrl = 'http://localhost:1'

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

describe('createBando', () => {
  it('reads with the token, and tells what it cost', async () => {
    const seen: (string | null)[] = []
    const bando = createBando({
      token: 'bando_good',
      baseUrl,
      store: memoryStore(),
      fetch: async (_url, init) => {
        seen.push(new Headers(init.headers).get('authorization'))
        return json({ coolness: 11 })
      },
    })
    const { data, status, attempts, waitedMs } = await bando.get<{ coolness: number }>('/coolness')
    expect({ data, status, attempts, waitedMs }).toEqual({
      data: { coolness: 11 },
      status: 200,
      attempts: 1,
      waitedMs: 0,
    })
    expect(seen).toEqual(['Bearer bando_good'])
    expect(bando.state.auth.verdict).toBe('verified')
    expect(bando.state.limit.remaining).toBe(99)
  })

  it('puts one invalid request on the wire for fifty parallel calls', async () => {
    let sent = 0
    const bando = createBando({
      token: 'bando_bad',
      baseUrl,
      store: memoryStore(),
      fetch: async () => {
        sent += 1
        return json({}, 401)
      },
    })
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, id) => bando.get(`/coolness/${id}`)),
    )
    expect(sent).toBe(1)
    expect(
      results.every((result) => result.status === 'rejected' && isBandoError(result.reason, 'rejected')),
    ).toBe(true)
  })

  it('waits for the window instead of being refused', async () => {
    const clock = new ManualClock()
    const times: number[] = []
    const bando = createBando({
      baseUrl,
      clock,
      store: memoryStore(),
      anonymousLimit: { requests: 5, windowMs: 1000 },
      maxWaitMs: Infinity,
      fetch: async () => {
        times.push(clock.now())
        return json({})
      },
    })
    const all = Promise.all(Array.from({ length: 12 }, () => bando.get('/coolness')))
    await clock.advance(5000)
    await all
    expect(times).toHaveLength(12)
    expect(times[5]).toBeGreaterThan(1000)
    expect(times[10]).toBeGreaterThan(2000)
  })
})
