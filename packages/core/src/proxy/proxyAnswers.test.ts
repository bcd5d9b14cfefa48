import { describe, expect, it, vi } from 'vitest'
import { heldBack, json, setUp } from '../call/setUp.testing.ts'
import { createProxy } from './createProxy.ts'
import { setUpProxy } from './setUpProxy.testing.ts'

const grouped = '/bando/api/v1/products/grouped/'
const quotes = '/bando/api/v1/quotes/'
const duplex = { duplex: 'half' } as RequestInit

describe('a refusal says', () => {
  const title = async (response: Response): Promise<unknown> => (await response.json()).title

  it('that pages of a foreign origin may not call', async () => {
    const { ask } = setUpProxy()
    const response = await ask(grouped, { headers: { origin: 'https://evil.example' } })
    expect(await title(response)).toBe('Pages of this origin may not call this.')
  })

  it('that there is nothing at a path that is not allowed', async () => {
    const { ask } = setUpProxy()
    expect(await title(await ask('/bando/nowhere/'))).toBe('There is nothing here.')
  })

  it('that a body is too long', async () => {
    const { ask } = setUpProxy({ maxBodyBytes: 1 })
    expect(await title(await ask(quotes, { method: 'POST', body: '{}' }))).toBe('The body is too long.')
  })

  it('that a body broke off', async () => {
    const { ask } = setUpProxy()
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) })
    const response = await ask(quotes, { method: 'POST', body, ...duplex })
    expect(await title(response)).toBe('The body broke off.')
  })

  it('that a user has spent the share of the user', async () => {
    const { ask } = setUpProxy({ perUser: { limit: { requests: 1, windowMs: 1000 } } })
    await ask(grouped)
    expect(await title(await ask(grouped))).toBe('Too many requests for now.')
  })
})

it('refuses a body that is declared to be too long before all of it was read', async () => {
  const { ask, requests } = setUpProxy({ maxBodyBytes: 2000 })
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(1100))
      controller.close()
    },
  })
  const headers = { 'content-length': '4000' }
  expect((await ask(quotes, { method: 'POST', body, headers, ...duplex })).status).toBe(413)
  expect(requests).toEqual([])
})

it('does not answer a preflight of the same origin by itself', async () => {
  const { ask } = setUpProxy({ origins: ['https://other.example'] })
  const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' }
  expect((await ask(quotes, { method: 'OPTIONS', headers })).status).toBe(404)
})

it('sends each of two identical POSTs', async () => {
  const { promise, release } = heldBack()
  const { ask, requests } = setUpProxy({}, async (_, index) =>
    index === 0 ? json({}) : (await promise).clone(),
  )
  await ask(grouped)
  const asked = [0, 1].map(() => ask(quotes, { method: 'POST', body: '{}' }))
  release()
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200])
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST'])
})

it('does not pass on a 408 of the API as a mistake of the page', async () => {
  const { ask } = setUpProxy({}, () => json({}, 408), { retry: { attempts: 1 } })
  const response = await ask(quotes, { method: 'POST', body: '{}' })
  expect(response.status).toBe(502)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
})

it.each([
  ['GET', grouped],
  ['POST', quotes],
])('rejects a %s with an error that is not of the client', async (method, target) => {
  const { bando, clock } = setUp(() => json({}))
  vi.spyOn(bando, 'request').mockRejectedValue(new Error('bug'))
  const proxy = createProxy(bando, {
    allow: ['GET /api/v1/products/grouped/', 'POST /api/v1/quotes/'],
    basePath: '/bando',
    clock,
  })
  const request = new Request(new URL(target, 'https://shop.example'), { method })
  await expect(proxy(request)).rejects.toThrow('bug')
})
