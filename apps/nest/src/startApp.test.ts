import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'
import { startApp } from './startApp.ts'

it('serves the coolness, shows what it knows, and turns a spent budget into a 429 of its own', async () => {
  const limit = { requests: 3, windowMs: 3_600_000 }
  const mock = createMock({ limit })
  const api = await mock.listen()
  const app = await startApp({ baseUrl: api.url, token: mock.tokens.issue() })
  onTestFinished(async () => {
    await app.close()
    await api.close()
  })
  const ask = (id: number): Promise<Response> => fetch(`${app.url}/coolness?id=${id}`)
  expect(await (await ask(1)).json()).toMatchObject({ coolness: expect.any(Number) })
  expect(await (await fetch(`${app.url}/status`)).json()).toMatchObject({
    auth: { status: 'verified' },
    limit: { requests: 3, remaining: 2, source: 'advertised' },
  })
  const statuses = await Promise.all([2, 3, 4, 5].map(async (id) => (await ask(id)).status))
  expect(statuses.sort((a, b) => a - b)).toEqual([200, 200, 429, 429])
  expect(Number((await ask(6)).headers.get('retry-after'))).toBeGreaterThan(2900)
  expect(mock.log.map(({ status }) => status)).toEqual([200, 200, 200])
})
