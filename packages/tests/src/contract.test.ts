import type { Bando, BandoOptions } from '@bando/core'
import { createBando, isBandoError, memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { describe, expect, it, onTestFinished } from 'vitest'

async function play(
  mockOptions: MockOptions,
  options: BandoOptions = {},
): Promise<{ mock: Mock; bando: Bando }> {
  const mock = createMock(mockOptions)
  const { url, close } = await mock.listen()
  const bando = createBando({ baseUrl: url, store: memoryStore(), token: mock.tokens.issue(), ...options })
  onTestFinished(async () => {
    await bando.close()
    await close()
  })
  return { mock, bando }
}

const ids = (count: number): number[] => Array.from({ length: count }, (_, id) => id)
const statuses = ({ log }: Mock): number[] => log.map(({ status }) => status)

describe.each(['standard', 'legacy', 'none'] as const)('with %s headers', (headers) => {
  it.each(['fixed-window', 'fixed-window-aligned', 'sliding-log', 'token-bucket'] as const)(
    'a burst of 50 never exceeds 20 in half a second of %s',
    async (algorithm) => {
      const limit = { requests: 20, windowMs: 500 }
      const { mock, bando } = await play({ limit, algorithm, headers }, { limit, maxWaitMs: Infinity })
      const responses = await Promise.all(ids(50).map((id) => bando.get('/coolness', { query: { id } })))
      expect(responses).toHaveLength(50)
      expect(statuses(mock)).toEqual(ids(50).map(() => 200))
    },
  )
})

it('puts one invalid request on the wire for fifty different parallel calls, and recovers with the good token at once', async () => {
  const { mock, bando } = await play({}, { token: 'bando_revoked' })
  const outcomes = await Promise.allSettled(ids(50).map((id) => bando.get(`/coolness`, { query: { id } })))
  expect(
    outcomes.filter((each) => each.status === 'rejected' && isBandoError(each.reason, 'rejected')),
  ).toHaveLength(50)
  expect(statuses(mock)).toEqual([401])
  expect(mock.state.lockouts.filter(({ lockedUntil }) => lockedUntil !== null)).toEqual([])

  bando.setToken(mock.tokens.issue())
  const { status, waitedMs } = await bando.get('/coolness')
  expect({ status, waitedMs }).toEqual({ status: 200, waitedMs: 0 })
})

it('serves the waiting calls when a valid token is set', async () => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const { mock, bando } = await play(
    {},
    {
      token: 'bando_revoked',
      fetch: async (url, init) => {
        if (new Headers(init.headers).get('authorization') === 'Bearer bando_revoked') await held
        return fetch(url, init)
      },
    },
  )
  const calls = Promise.allSettled(ids(50).map((id) => bando.get('/coolness', { query: { id } })))
  bando.setToken(mock.tokens.issue())
  release()
  const outcomes = await calls
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
  expect(statuses(mock).filter((status) => status === 401)).toHaveLength(1)
})

it('refuses at once a call that would wait longer than maxWaitMs, with the time', async () => {
  const clock = new ManualClock()
  const { mock, bando } = await play({ limit: { requests: 2, windowMs: 60_000 } }, { maxWaitMs: 1000, clock })
  mock.clock.freeze()
  await bando.get('/coolness')
  await bando.get('/coolness')
  const error: unknown = await bando.get('/coolness').catch((error: unknown) => error)
  if (!isBandoError(error, 'limit')) throw error
  expect(error.sent).toBe(false)
  expect((error.retryAt ?? 0) - clock.epoch()).toBeGreaterThanOrEqual(60_000)
  expect(statuses(mock)).toEqual([200, 200])
})
