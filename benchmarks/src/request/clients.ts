import type { Send } from '../process/load.ts'

export interface Setting {
  readonly url: string
  /** The transport. If left out, each client uses its own. */
  readonly fetch?: typeof globalThis.fetch
  readonly inFlight: number
}

const token = 'bando_benchmark'
const headers = { authorization: `Bearer ${token}` }

/**
 * Each client gets `/coolness?index=…` with a token and reads the JSON, as its documentation shows.
 * A client is loaded only in the process that measures it.
 */
export const clients = {
  'bare fetch':
    async ({ url, fetch = globalThis.fetch }) =>
    async (index) =>
      (await fetch(`${url}/coolness?index=${index}`, { headers })).json(),

  /** What a client pays that can cut the connection of each request. */
  'bare fetch with a signal':
    async ({ url, fetch = globalThis.fetch }) =>
    async (index) => {
      const { signal } = new AbortController()
      return (await fetch(`${url}/coolness?index=${index}`, { headers, signal })).json()
    },

  async Bando({ url, fetch, inFlight }) {
    const { createBando } = await import('@bando/core')
    const bando = createBando({
      baseUrl: url,
      token,
      fetch,
      maxInFlight: inFlight,
      // Never reached.
      limit: { requests: 100_000_000, windowMs: 3_600_000 },
    })
    return async (index) => (await bando.get('/coolness', { query: { index } })).data
  },

  async ofetch({ url, fetch = globalThis.fetch }) {
    const { createFetch } = await import('ofetch')
    const ofetch = createFetch({ fetch, defaults: { baseURL: url, headers } })
    return (index) => ofetch('/coolness', { query: { index } })
  },

  async 'openapi-fetch'({ url, fetch }) {
    const { default: createClient } = await import('openapi-fetch')
    const client = createClient<Paths>({ baseUrl: url, headers, ...(fetch && { fetch }) })
    return async (index) => (await client.GET('/coolness', { params: { query: { index } } })).data
  },

  async ky({ url, fetch }) {
    const { default: ky } = await import('ky')
    const client = ky.create({ prefix: url, headers, ...(fetch && { fetch }) })
    return (index) => client.get('coolness', { searchParams: { index } }).json()
  },

  async axios({ url, fetch }) {
    const { default: axios } = await import('axios')
    const adapter = fetch && { adapter: 'fetch', env: { fetch } }
    const client = axios.create({ baseURL: url, headers, ...adapter })
    return async (index) => (await client.get('/coolness', { params: { index } })).data
  },

  async got({ url }) {
    const [{ default: got }, { Agent }] = await Promise.all([import('got'), import('node:http')])
    const client = got.extend({ prefixUrl: url, headers, agent: { http: new Agent({ keepAlive: true }) } })
    return (index) => client.get('coolness', { searchParams: { index } }).json()
  },

  async '@octokit/core'({ url, fetch }) {
    const { Octokit } = await import('@octokit/core')
    const octokit = new Octokit({ baseUrl: url, auth: token, request: { fetch } })
    return async (index) => (await octokit.request('GET /coolness', { index })).data
  },

  async '@octokit/core, throttling and retry'({ url, fetch }) {
    const [{ Octokit }, { throttling }, { retry }] = await Promise.all([
      import('@octokit/core'),
      import('@octokit/plugin-throttling'),
      import('@octokit/plugin-retry'),
    ])
    const octokit = new (Octokit.plugin(throttling, retry))({
      baseUrl: url,
      auth: token,
      request: { fetch },
      throttle: { onRateLimit: () => true, onSecondaryRateLimit: () => true },
    })
    return async (index) => (await octokit.request('GET /coolness', { index })).data
  },
} satisfies Record<string, (setting: Setting) => Promise<Send>>

export type ClientName = keyof typeof clients

/** What openapi-typescript generates for the path. */
interface Paths {
  '/coolness': {
    get: {
      parameters: { query: { index: number } }
      responses: { 200: { content: { 'application/json': { coolness: number; of: string } } } }
    }
  }
}
