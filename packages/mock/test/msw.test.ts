import { createMock } from '@bando/mock'
import { setupServer } from 'msw/node'
import { setupServer as setupServer2 } from 'msw2/node'
import { quoteBody } from './shop.ts'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'

describe.each([
  ['MSW 3', setupServer, () => import('msw')],
  ['MSW 2', setupServer2, () => import('msw2')],
] as const)('%s answers from the mock', (_version, setup, load) => {
  beforeEach(() => {
    vi.resetModules()
    vi.doMock('msw', load)
    return () => vi.doUnmock('msw')
  })

  /** A mock behind the interceptor, and a question to the API that reaches it. */
  async function intercepted(baseUrl?: string) {
    const { bandoHandlers } = await import('@bando/mock/msw')
    const mock = createMock({ limit: { requests: 1, windowMs: 1000 } })
    mock.clock.freeze()
    const server = (setup as typeof setupServer)(...bandoHandlers(mock, baseUrl))
    server.listen()
    onTestFinished(() => server.close())
    const token = mock.tokens.issue()
    const ask = (bearer = token, url = 'https://api.bando.cool/coolness?of=ice') =>
      fetch(url, { headers: { authorization: `Bearer ${bearer}` } })
    return { mock, token, ask }
  }

  test('enforces the limit, and sends its fields', async () => {
    const { mock, ask } = await intercepted()
    expect((await ask()).status).toBe(200)
    const limited = await ask()
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1'])
    mock.advance(1000)
    expect((await ask()).status).toBe(200)
  })

  test('enforces the lockout', async () => {
    const { ask } = await intercepted()
    const refused: number[] = []
    for (let sent = 0; sent < 6; sent++) refused.push((await ask('wrong')).status)
    expect(refused).toEqual([401, 401, 401, 401, 401, 403])
  })

  test('plays faults: a broken connection is a failed fetch', async () => {
    const { mock, ask } = await intercepted()
    mock.faults.next({ status: 503 })
    expect((await ask()).status).toBe(503)
    mock.faults.next({ breakage: 'reset-after' })
    await expect(ask()).rejects.toThrow(TypeError)
  })

  test.each([
    'https://staging.bando.cool',
    'https://staging.bando.cool/',
    'https://proxy.example/bando',
    'https://proxy.example/bando/',
  ])('at the base URL %s', async (baseUrl) => {
    const { token, ask } = await intercepted(baseUrl)
    const url = `${baseUrl.replace(/\/$/, '')}/coolness`
    expect((await ask(token, url)).status).toBe(200)
    const response = await fetch(url.replace('coolness', 'api/v1/quotes/'), {
      method: 'POST',
      body: quoteBody({ sku: 'b4d00000-0000-4000-8000-000000000001', price: { fiatCurrency: 'MXN' } }),
    })
    expect(response.status).toBe(201)
    const moved = await fetch(url.replace('coolness', 'api/v1/networks'), { redirect: 'manual' })
    expect(new URL(moved.headers.get('location') ?? '', url).href).toBe(
      url.replace('coolness', 'api/v1/networks/'),
    )
  })
})
