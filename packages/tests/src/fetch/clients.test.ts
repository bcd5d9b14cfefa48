import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBando, memoryStore } from '@bando/core'
import axios from 'axios'
import ky from 'ky'
import { ofetch } from 'ofetch'
import createClient from 'openapi-fetch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** The results of a client, and the events that it reported. */
type Play = (fetch: Fetch, baseUrl: string) => Promise<unknown>

interface Paths {
  '/echo': {
    get: {
      parameters: { query?: Record<string, unknown>; header?: Record<string, string> }
      responses: { 200: { content: { 'application/json': Record<string, unknown> } } }
    }
  }
}

const large = 'x'.repeat(300_000)

// Responds with the request that it received. `/slow` never responds, `/status/503` gives that
// status, `/large` a large body.
const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (path.startsWith('/slow')) return
  void (async () => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { host: _, connection: __, 'user-agent': ___, ...headers } = request.headers
    response.setHeader('content-type', 'application/json')
    response.statusCode = Number(/\/status\/(\d+)/.exec(path)?.[1] ?? 200)
    const size = body.length > 1000 ? body.length : undefined
    response.end(
      path.startsWith('/large')
        ? JSON.stringify(large)
        : JSON.stringify({ method: request.method, path, headers, body: size ?? body }),
    )
  })()
})
let baseUrl = ''

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close().closeAllConnections())

const failure = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    return { resolved: await promise }
  } catch (error) {
    const { name, code, status } = error as { name: string; code?: unknown; status?: unknown }
    return { name, code, status }
  }
}

const viaAxios = (fetch: Fetch, baseURL: string) =>
  axios.create({ baseURL, adapter: 'fetch', env: { fetch } })
const viaKy = (fetch: Fetch, baseUrl: string) => ky.create({ baseUrl, fetch, retry: 0, timeout: false })
const viaOfetch = (fetch: Fetch, baseURL: string) => ofetch.create({ baseURL, retry: false }, { fetch })
const viaOpenapi = (fetch: Fetch, baseUrl: string) => createClient<Paths>({ baseUrl, fetch })

const query = { a: 'ä &', b: [1, 2], c: undefined }
const headers = { 'x-own': 'é', accept: 'application/json' }

const plays: Record<string, Record<string, Play>> = {
  axios: {
    query: async (fetch, url) => (await viaAxios(fetch, url).get('echo', { params: query })).data,
    headers: async (fetch, url) => (await viaAxios(fetch, url).get('echo', { headers })).data,
    body: async (fetch, url) => (await viaAxios(fetch, url).post('echo', { a: 'é' })).data,
    form: async (fetch, url) =>
      (await viaAxios(fetch, url).post('echo', new URLSearchParams({ a: '1' }))).data,
    interceptors: async (fetch, url) => {
      const client = viaAxios(fetch, url)
      client.interceptors.request.use((config) => {
        config.headers.set('x-intercepted', '1')
        return config
      })
      client.interceptors.response.use((response) => ({
        ...response,
        data: [response.status, response.data],
      }))
      return (await client.get('echo')).data
    },
    'validateStatus and status': async (fetch, url) => [
      (await viaAxios(fetch, url).get('status/404', { validateStatus: () => true })).status,
      await failure(viaAxios(fetch, url).get('status/404')),
    ],
    responseType: async (fetch, url) => {
      const client = viaAxios(fetch, url)
      const { data } = await client.get<ArrayBuffer>('large', { responseType: 'arraybuffer' })
      const stream = await client.get<ReadableStream>('large', { responseType: 'stream' })
      return [data.byteLength, (await new Response(stream.data).text()).length]
    },
    timeout: (fetch, url) => failure(viaAxios(fetch, url).get('slow', { timeout: 20 })),
    cancellation: (fetch, url) => {
      const controller = new AbortController()
      const call = failure(viaAxios(fetch, url).get('slow', { signal: controller.signal }))
      controller.abort()
      return call
    },
    'progress of a download': async (fetch, url) => {
      const loaded: number[] = []
      await viaAxios(fetch, url).get('large', { onDownloadProgress: (event) => loaded.push(event.loaded) })
      return loaded.at(-1)
    },
    'progress of an upload': async (fetch, url) => {
      const loaded: number[] = []
      const { data } = await viaAxios(fetch, url).post('echo', large, {
        onUploadProgress: (event) => loaded.push(event.loaded),
      })
      return [loaded.at(-1), (data as { body: number }).body]
    },
    maxContentLength: (fetch, url) => failure(viaAxios(fetch, url).get('large', { maxContentLength: 10 })),
  },
  ky: {
    query: (fetch, url) =>
      viaKy(fetch, url)
        .get('echo', { searchParams: { a: 'ä &', b: 2 } })
        .json(),
    headers: (fetch, url) => viaKy(fetch, url).get('echo', { headers }).json(),
    body: (fetch, url) =>
      viaKy(fetch, url)
        .post('echo', { json: { a: 'é' } })
        .json(),
    hooks: async (fetch, url) => {
      const seen: unknown[] = []
      const client = viaKy(fetch, url).extend({
        hooks: {
          beforeRequest: [({ request }) => request.headers.set('x-hook', '1')],
          afterResponse: [({ response }) => void seen.push(response.status, response.url.replace(url, '/'))],
        },
      })
      return [await client.get('echo').json(), seen]
    },
    status: (fetch, url) => failure(viaKy(fetch, url).get('status/404')),
    'throwHttpErrors: false': async (fetch, url) =>
      (await viaKy(fetch, url).get('status/404', { throwHttpErrors: false })).status,
    timeout: (fetch, url) => failure(viaKy(fetch, url).get('slow', { timeout: 20 })),
    cancellation: (fetch, url) => {
      const controller = new AbortController()
      const call = failure(viaKy(fetch, url).get('slow', { signal: controller.signal }))
      controller.abort()
      return call
    },
    'progress of a download': async (fetch, url) => {
      const loaded: number[] = []
      const onDownloadProgress = (event: { transferredBytes: number }): void => {
        loaded.push(event.transferredBytes)
      }
      await viaKy(fetch, url).get('large', { onDownloadProgress }).text()
      return loaded.at(-1)
    },
    'progress of an upload': async (fetch, url) => {
      const loaded: number[] = []
      const onUploadProgress = (event: { transferredBytes: number }): void => {
        loaded.push(event.transferredBytes)
      }
      const sent = await viaKy(fetch, url)
        .post('echo', { body: large, onUploadProgress })
        .json<{ body: number }>()
      return [loaded.at(-1), sent.body]
    },
  },
  ofetch: {
    query: (fetch, url) => viaOfetch(fetch, url)('echo', { query }),
    headers: (fetch, url) => viaOfetch(fetch, url)('echo', { headers }),
    body: (fetch, url) => viaOfetch(fetch, url)('echo', { method: 'POST', body: { a: 'é' } }),
    hooks: async (fetch, url) => {
      const seen: unknown[] = []
      const data: unknown = await viaOfetch(fetch, url)('echo', {
        onRequest: ({ options }) => options.headers.set('x-hook', '1'),
        onResponse: ({ response }) => void seen.push(response.status, response.ok),
      })
      return [data, seen]
    },
    status: (fetch, url) => failure(viaOfetch(fetch, url)('status/404')),
    ignoreResponseError: (fetch, url) => viaOfetch(fetch, url)('status/404', { ignoreResponseError: true }),
    responseType: async (fetch, url) =>
      (await viaOfetch(fetch, url)<Blob, 'blob'>('large', { responseType: 'blob' })).size,
    timeout: (fetch, url) => failure(viaOfetch(fetch, url)('slow', { timeout: 20 })),
    cancellation: (fetch, url) => {
      const controller = new AbortController()
      const call = failure(viaOfetch(fetch, url)('slow', { signal: controller.signal }))
      controller.abort()
      return call
    },
  },
  'openapi-fetch': {
    query: async (fetch, url) => (await viaOpenapi(fetch, url).GET('/echo', { params: { query } })).data,
    headers: async (fetch, url) => (await viaOpenapi(fetch, url).GET('/echo', { headers })).data,
    middleware: async (fetch, url) => {
      const seen: unknown[] = []
      const client = viaOpenapi(fetch, url)
      client.use({
        onRequest: ({ request }) => request.headers.set('x-hook', '1'),
        onResponse: ({ response }) => void seen.push(response.status, response.redirected),
      })
      return [(await client.GET('/echo')).data, seen]
    },
    parseAs: async (fetch, url) => {
      const { data } = await viaOpenapi(fetch, url).GET('/echo', { parseAs: 'text' })
      return data
    },
    'an abort before': (fetch, url) =>
      failure(
        viaOpenapi(fetch, `${url}slow`).GET('/echo', {
          signal: AbortSignal.abort(new DOMException('late', 'TimeoutError')),
        }),
      ),
    cancellation: (fetch, url) => {
      const controller = new AbortController()
      const call = failure(viaOpenapi(fetch, `${url}slow`).GET('/echo', { signal: controller.signal }))
      controller.abort()
      return call
    },
  },
}

const rows = Object.entries(plays).flatMap(([client, options]) =>
  Object.entries(options).map(([option, play]) => ({ client, option, play })),
)

describe('bando.fetch as the transport', () => {
  it.each(rows)('of $client: $option is as over the platform’s fetch', async ({ play }) => {
    await using bando = createBando({ baseUrl, store: memoryStore(), retry: { attempts: 1 } })
    const theirs = await play((input, init) => fetch(input, init), baseUrl)
    const ours = await play(bando.fetch, baseUrl)
    expect(theirs).toBeDefined()
    expect(ours).toEqual(theirs)
  })
})
