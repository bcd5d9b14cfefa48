import type { FunctionComponent } from 'react'
import { input, report } from '../process/worker.ts'
import { openPage } from './page.ts'

export interface Input {
  readonly way: keyof typeof ways
}

// Before React is loaded, which reads it once.
process.env['NODE_ENV'] = 'production'

const components = 100
const callsElsewhere = 100
const { root } = openPage()

const { createElement } = await import('react')
const { createRoot } = await import('react-dom/client')
const { QueryClient, QueryClientProvider, useQuery } = await import('@tanstack/react-query')
const { BandoProvider, useBando, useBandoQuery } = await import('@bando/react')
const { createBando } = await import('@bando/core')

/** Responds as from a network: in a later turn of the event loop. */
async function stub(): Promise<Response> {
  await new Promise(setImmediate)
  return Response.json({ coolness: 100 })
}

const queryClient = new QueryClient()
const bando = createBando({
  baseUrl: 'https://api.bando.cool',
  token: 'bando_benchmark',
  allowTokenInBrowser: true,
  fetch: stub,
  limit: { requests: 1_000_000, windowMs: 3_600_000 },
})

let renders = 0

interface Props {
  readonly index: number
}

function useFetched(index: number): unknown {
  return useQuery({ queryKey: [index], queryFn: async () => (await stub()).json() as Promise<unknown> }).data
}

function useAsked(index: number): unknown {
  return useBandoQuery<{ coolness: number }>('/coolness', { query: { index } }).data
}

const ways = {
  'useQuery and fetch': ({ index }) => shown(useFetched(index)),
  useBandoQuery: ({ index }) => shown(useAsked(index)),
  'useBandoQuery, useBando with a selector': ({ index }) => {
    useBando(({ auth }) => auth.status)
    return shown(useAsked(index))
  },
  'useBandoQuery, useBando for what is left': ({ index }) => {
    useBando(({ limit }) => limit.remaining)
    return shown(useAsked(index))
  },
  'useBandoQuery, useBando for everything': ({ index }) => {
    useBando()
    return shown(useAsked(index))
  },
} satisfies Record<string, FunctionComponent<Props>>

function shown(data: unknown): string {
  renders += 1
  return data === undefined ? '…' : 'cool '
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise(setImmediate)
}

const { way } = input as Input
const startedAt = performance.now()
createRoot(root).render(
  createElement(
    QueryClientProvider,
    { client: queryClient },
    createElement(
      BandoProvider,
      { client: bando },
      Array.from({ length: components }, (_, index) => createElement(ways[way], { index, key: index })),
    ),
  ),
)
await until(() => root.textContent === 'cool '.repeat(components))
await report({ ms: performance.now() - startedAt, renders: renders / components })

const before = renders
for (let index = 0; index < callsElsewhere; index += 1) {
  await bando.get('/coolness', { query: { elsewhere: index } })
  // A frame is drawn between two calls.
  await new Promise((resolve) => {
    setTimeout(resolve)
  })
}
await report({ later: (renders - before) / components })
