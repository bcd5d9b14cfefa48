import { createBando, memoryStore } from '@bando/core'
import type { Bando } from '@bando/core'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { expect, it } from 'vitest'

const limit = { requests: 2, windowMs: 3_600_000 }

function clientOf(mock: Mock): Bando {
  return createBando({
    token: mock.tokens.issue(),
    baseUrl: 'https://api.bando.cool',
    fetch: mock.fetch,
    store: memoryStore(),
    limit,
    maxWaitMs: Infinity,
    clock: mock.clientClock,
  })
}

it('a client on the mock’s clock waits an hour that is moved along', async () => {
  const mock = createMock({ limit })
  mock.clock.freeze()
  await using bando = clientOf(mock)
  await bando.get('/coolness')
  await bando.get('/coolness')
  const third = bando.get('/coolness')
  expect(bando.state.queue.waiting).toBe(1)
  const leftMs = (bando.state.queue.nextAt ?? 0) - mock.clock.now()
  expect(leftMs).toBeGreaterThanOrEqual(limit.windowMs)
  mock.advance(leftMs - 1)
  expect(bando.state.queue.waiting).toBe(1)
  mock.advance(1)
  expect(await third).toMatchObject({ status: 200, waitedMs: leftMs })
  expect(mock.log.map(({ status }) => status)).toEqual([200, 200, 200])
})

it('a client on the mock’s clock shows the mock’s instants', async () => {
  const mock = createMock({ limit })
  mock.clock.freeze()
  await using bando = clientOf(mock)
  await bando.get('/coolness')
  const { resetsAt = 0 } = bando.state.limit
  expect(resetsAt).toBeGreaterThanOrEqual(mock.clock.now() + limit.windowMs)
  mock.advance(resetsAt - mock.clock.now())
  expect(bando.state.limit.remaining).toBe(2)
})

it('a lockout ends for a client on the mock’s clock when it ends for the mock', async () => {
  const mock = createMock({ limit: { requests: 100, windowMs: 3_600_000 } })
  mock.clock.freeze()
  await using bando = clientOf(mock)
  mock.lock({ address: '127.0.0.1' })
  await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'locked', sent: true })
  await expect(bando.get('/coolness')).rejects.toMatchObject({ code: 'locked', sent: false })
  mock.advance((bando.state.auth.until ?? 0) - mock.clock.now())
  expect(await bando.get('/coolness')).toMatchObject({ status: 200 })
})
