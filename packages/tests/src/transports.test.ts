import type { Bando, BandoErrorCode, BandoOptions, BandoPaths } from '@bando/core'
import { createBando, isBandoError, memoryStore } from '@bando/core'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import axios from 'axios'
import ky from 'ky'
import { ofetch } from 'ofetch'
import createClient from 'openapi-fetch'
import { describe, expect, it, onTestFinished } from 'vitest'

const quoteRequest = {
  sku: 'b4d00000-0000-4000-8000-000000000001',
  fiatCurrency: 'MXN',
  digitalAsset: '0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d',
  chainId: 421_614,
}

/** Reads `/coolness?id=…` and asks for a quote, through another HTTP client. */
interface Through {
  get(id: number, signal?: AbortSignal): Promise<unknown>
  quote(): Promise<unknown>
}

/** The HTTP clients, set up as in the core's README. */
const clients: Record<string, (bando: Bando) => Through> = {
  axios(bando) {
    const client = axios.create({ baseURL: bando.baseUrl, adapter: 'fetch', env: { fetch: bando.fetch } })
    return {
      get: async (id, signal) =>
        (await client.get('coolness', { params: { id }, ...(signal && { signal }) })).data,
      quote: async () => (await client.post('api/v1/quotes/', quoteRequest)).data,
    }
  },
  ky(bando) {
    const client = ky.create({ baseUrl: bando.baseUrl, fetch: bando.fetch, retry: 0, timeout: false })
    return {
      get: (id, signal) => client.get('coolness', { searchParams: { id }, ...(signal && { signal }) }).json(),
      quote: () => client.post('api/v1/quotes/', { json: quoteRequest }).json(),
    }
  },
  ofetch(bando) {
    const client = ofetch.create({ baseURL: bando.baseUrl, retry: false }, { fetch: bando.fetch })
    return {
      get: (id, signal) => client('coolness', { query: { id }, ...(signal && { signal }) }),
      quote: () => client('api/v1/quotes/', { method: 'POST', body: quoteRequest }),
    }
  },
  'openapi-fetch': (bando) => {
    const client = createClient<BandoPaths>({ baseUrl: bando.baseUrl, fetch: bando.fetch })
    return {
      async get(id, signal) {
        const { data, error } = await client.GET('/coolness', {
          params: { query: { of: String(id) } },
          ...(signal && { signal }),
        })
        if (error) throw new Error(error.message)
        return data
      },
      async quote() {
        const { data } = await client.POST('/api/v1/quotes/', { body: quoteRequest })
        return data
      },
    }
  },
}

async function play(
  name: string,
  mockOptions: MockOptions = {},
  options: BandoOptions = {},
): Promise<{ mock: Mock; bando: Bando; through: Through }> {
  const mock = createMock(mockOptions)
  const { url, close } = await mock.listen()
  const bando = createBando({ baseUrl: url, store: memoryStore(), token: mock.tokens.issue(), ...options })
  onTestFinished(async () => {
    await bando.close()
    await close()
  })
  const through = clients[name]?.(bando)
  if (through === undefined) throw new Error(`There is no client ${name}.`)
  return { mock, bando, through }
}

const ids = (count: number): number[] => Array.from({ length: count }, (_, id) => id)
const statuses = ({ log }: Mock): number[] => log.map(({ status }) => status)

/** Returns true if `error` or its cause is an error of ours. */
function isOurs(error: unknown, code: BandoErrorCode): boolean {
  return isBandoError(error, code) || (error instanceof Error && isOurs(error.cause, code))
}

describe.each(Object.keys(clients))('bando.fetch as the transport of %s', (name) => {
  it('serves, with the token', async () => {
    const { mock, through } = await play(name)
    expect(await through.get(1)).toMatchObject({ coolness: expect.any(Number) })
    expect(await through.quote()).toMatchObject({ sku: quoteRequest.sku, fiatAmount: '100.00' })
    expect(mock.log.map(({ status, credential }) => [status, credential])).toEqual([
      [200, expect.any(String)],
      [201, expect.any(String)],
    ])
  })

  it('waits instead of being refused', async () => {
    const limit = { requests: 5, windowMs: 300 }
    const { mock, through } = await play(name, { limit, headers: 'none' }, { limit })
    const answers = await Promise.all(ids(12).map((id) => through.get(id)))
    expect(answers).toHaveLength(12)
    expect(statuses(mock)).toEqual(ids(12).map(() => 200))
  })

  it('sends an invalid token once, for any number of calls', async () => {
    const { mock, through } = await play(name, {}, { token: 'bando_revoked' })
    const outcomes = await Promise.allSettled(ids(20).map((id) => through.get(id)))
    const rejected = outcomes.filter((each) => each.status === 'rejected' && isOurs(each.reason, 'rejected'))
    expect(rejected).toHaveLength(20)
    expect(statuses(mock)).toEqual([401])
  })

  it('an aborted call leaves the queue at once', async () => {
    const limit = { requests: 1, windowMs: 3_600_000 }
    const { mock, bando, through } = await play(name, { limit }, { limit, maxWaitMs: Infinity })
    await through.get(1)
    const controller = new AbortController()
    const waiting = Promise.allSettled([through.get(2, controller.signal)])
    await waitingFor(bando, 1)
    controller.abort()
    expect(bando.state.queue.waiting).toBe(0)
    expect(await waiting).toMatchObject([{ status: 'rejected' }])
    expect(statuses(mock)).toEqual([200])
  })

  it.each([
    { what: 'reads', path: '/coolness', call: (through: Through) => through.get(1), requests: 3 },
    { what: 'asks for a quote', path: '/api/v1/*', call: (through: Through) => through.quote(), requests: 1 },
  ])('$what $requests times through an outage, and no more', async ({ path, call, requests }) => {
    const { mock, through } = await play(name, {}, { retry: { attempts: 3, baseMs: 0 } })
    await through.get(0)
    mock.faults.add({ path, status: 503 })
    await Promise.allSettled([call(through)])
    expect(statuses(mock)).toEqual([200, ...ids(requests).map(() => 503)])
  })
})

function waitingFor(bando: Bando, count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (bando.state.queue.waiting !== count) return
      stop()
      resolve()
    }
    const stop = bando.subscribe(look)
    // It may wait already.
    look()
  })
}
