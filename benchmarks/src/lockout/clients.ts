/** The transport of a client. */
export type Fetch = typeof globalThis.fetch

export interface Setting {
  readonly fetch: Fetch
  /** Returns the token that is known now. */
  readonly token: () => string
  /** Called once, when the right token becomes known. */
  readonly onToken: (listener: (token: string) => void) => void
}

/** Makes one call. Rejects if it fails. */
export type Call = (index: number) => Promise<unknown>

const url = 'https://api.bando.cool'
const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` })

/** Each client as its documentation shows, with the token that is known at each call. */
export const clients = {
  async Bando({ fetch, token, onToken }) {
    const { createBando } = await import('@bando/core')
    const bando = createBando({ baseUrl: url, token: token(), fetch, logger: silent })
    onToken((token) => bando.setToken(token))
    return (index) => bando.get('/coolness', { query: { index } })
  },

  fetch:
    async ({ fetch, token }) =>
    async (index) => {
      const response = await fetch(`${url}/coolness?index=${index}`, { headers: bearer(token()) })
      if (!response.ok) throw new Error(String(response.status))
    },

  async ofetch({ fetch, token }) {
    const { createFetch } = await import('ofetch')
    const ofetch = createFetch({ fetch, defaults: { baseURL: url } })
    return (index) => ofetch('/coolness', { query: { index }, headers: bearer(token()) })
  },

  async 'openapi-fetch'({ fetch, token }) {
    const { default: createClient } = await import('openapi-fetch')
    const client = createClient<Record<string, never>>({ baseUrl: url, fetch })
    return async () => {
      const { error } = await (client as unknown as LooseClient).GET('/coolness', {
        headers: bearer(token()),
      })
      if (error !== undefined) throw new Error('failed')
    }
  },

  async ky({ fetch, token }) {
    const { default: ky } = await import('ky')
    const client = ky.create({ prefix: url, fetch })
    return (index) => client.get('coolness', { searchParams: { index }, headers: bearer(token()) }).json()
  },

  async axios({ fetch, token }) {
    const { default: axios } = await import('axios')
    const client = axios.create({ baseURL: url, adapter: 'fetch', env: { fetch } })
    return (index) => client.get('/coolness', { params: { index }, headers: bearer(token()) })
  },

  async 'axios-retry'({ fetch, token }) {
    const [{ default: axios }, { default: axiosRetry }] = await Promise.all([
      import('axios'),
      import('axios-retry'),
    ])
    const client = axios.create({ baseURL: url, adapter: 'fetch', env: { fetch } })
    axiosRetry(client, { retries: 3 })
    return (index) => client.get('/coolness', { params: { index }, headers: bearer(token()) })
  },

  async '@octokit/core'({ fetch, token }) {
    const { Octokit } = await import('@octokit/core')
    const octokit = new Octokit({ baseUrl: url, request: { fetch } })
    return (index) => octokit.request('GET /coolness', { index, headers: bearer(token()) })
  },

  async '@octokit/core, throttling and retry'({ fetch, token }) {
    const [{ Octokit }, { throttling }, { retry }] = await Promise.all([
      import('@octokit/core'),
      import('@octokit/plugin-throttling'),
      import('@octokit/plugin-retry'),
    ])
    const octokit = new (Octokit.plugin(throttling, retry))({
      baseUrl: url,
      request: { fetch },
      throttle: { onRateLimit: () => true, onSecondaryRateLimit: () => true },
    })
    return (index) => octokit.request('GET /coolness', { index, headers: bearer(token()) })
  },

  async 'TanStack Query'({ fetch, token }) {
    const { QueryClient } = await import('@tanstack/react-query')
    const client = new QueryClient({ defaultOptions: { queries: { retry: 3 } } })
    return (index) =>
      client.fetchQuery({
        queryKey: ['coolness', index],
        queryFn: async () => {
          const response = await fetch(`${url}/coolness?index=${index}`, { headers: bearer(token()) })
          if (!response.ok) throw new Error(String(response.status))
          return null
        },
      })
  },
} satisfies Record<string, (setting: Setting) => Promise<Call>>

export type ClientName = keyof typeof clients

const silent = { debug() {}, info() {}, warn() {}, error() {} }

interface LooseClient {
  GET(path: string, options: object): Promise<{ error?: unknown }>
}
