import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createBando, memoryStore } from '@bando/core'
import { createMock } from '@bando/mock'
import {
  bandoQueryKey,
  BandoProvider,
  bandoMutationOptions,
  useBando,
  useBandoInfiniteQuery,
  useBandoMutation,
  useBandoQueries,
  bandoQueryOptions,
  useBandoQuery,
  useBandoSuspenseQuery,
  useBandoWait,
  usePrefetchBandoQuery,
} from '@bando/react'
import { BandoDevtools } from '@bando/react/devtools'
import { focusManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { GlobalRegistrator } from '@happy-dom/global-registrator'
import React, { StrictMode, Suspense, useEffect } from 'react'
import { renderToString } from 'react-dom/server'

/** Waits until `isSo`, asked again whenever the page has changed. */
async function until(isSo) {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}

const queryManifest = createRequire(import.meta.url).resolve('@tanstack/react-query/package.json')
const complaints = []
console.error = (...told) => complaints.push(told.map(String).join(' '))
console.warn = console.error

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const mock = createMock()
const token = mock.tokens.issue()
const transport = (url, init) => mock.fetch(new Request(url, init))
const makeBando = (options) =>
  createBando({
    baseUrl: 'https://api.bando.cool',
    store: memoryStore(),
    fetch: transport,
    logger: quiet,
    allowTokenInBrowser: true,
    ...options,
  })
const bando = makeBando({ token })
const priorities = []
const get = bando.get.bind(bando)
bando.get = (path, options) => {
  priorities.push(options.priority)
  return get(path, options)
}

function Plain() {
  const { data } = useBandoQuery('/coolness', { query: { of: 'Rome' } })
  const wait = useBandoWait(bandoQueryKey('/coolness', { query: { of: 'Rome' } }))
  return (
    <p>
      plain {data?.of} {wait?.reason}
    </p>
  )
}
function Suspended() {
  return <p>suspended {useBandoSuspenseQuery('/coolness', { query: { of: 'Oslo' } }).data.of}</p>
}
function Pages() {
  const pages = useBandoInfiniteQuery('/coolness', {
    pageQuery: (of) => ({ of }),
    initialPageParam: 'Kyoto',
    getNextPageParam: () => undefined,
  })
  return <p>pages {pages.data?.pages[0]?.of}</p>
}
function Many() {
  const many = useBandoQueries({
    queries: (client) =>
      ['Lima', 'Seoul'].map((of) => bandoQueryOptions(client, '/coolness', { query: { of } })),
  })
  return <p>many {many.map(({ data }) => data?.of).join('+')}</p>
}
let isHydrated = false
function Status() {
  useEffect(() => {
    isHydrated = true
  }, [])
  usePrefetchBandoQuery('/coolness', { query: { of: 'Quito' } })
  const at = useBando(({ limit }) => new Date(limit.resetsAt ?? 0))
  const mutation = useBandoMutation('POST', '/orders', {
    request: (body) => ({ body, idempotencyKey: true }),
  })
  return (
    <p>
      status {useBando(({ auth }) => auth.status)} {String(at instanceof Date)} {mutation.status}
    </p>
  )
}
const queryClient = new QueryClient()
const page = (client, shown) => (
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <BandoProvider client={client}>{shown}</BandoProvider>
    </QueryClientProvider>
  </StrictMode>
)
const status = <Status />
const html = renderToString(page(bando, status))

GlobalRegistrator.register({ url: 'https://page.example/' })
const { createRoot, hydrateRoot } = await import('react-dom/client')
const container = document.body.appendChild(document.createElement('div'))
container.innerHTML = html
const hydrated = hydrateRoot(container, page(makeBando({}), status), {
  onRecoverableError: (error) => complaints.push(String(error)),
})
await until(() => isHydrated && queryClient.isFetching() === 0)
hydrated.unmount()

const root = createRoot(document.body.appendChild(document.createElement('main')))
root.render(
  page(
    bando,
    <>
      <Plain />
      <Suspense fallback="asking">
        <Suspended />
      </Suspense>
      <Pages />
      <Many />
      <BandoDevtools initialIsOpen />
    </>,
  ),
)
const text = () => document.querySelector('main').textContent
await until(() =>
  ['plain Rome', 'suspended Oslo', 'pages Kyoto', 'many Lima+Seoul'].every((each) => text().includes(each)),
)
const first = priorities.length
focusManager.setFocused(false)
focusManager.setFocused(true)
await until(() => priorities.length > first && queryClient.isFetching() === 0)
const background = new Set(priorities.slice(first))
root.unmount()

let seen = []
const losing = makeBando({
  token,
  retry: { attempts: 1 },
  fetch: async (_, init) => {
    seen.push(new Headers(init.headers).get('idempotency-key'))
    return Response.json({}, { status: seen.length === 1 ? 503 : 201 })
  },
})
const options = bandoMutationOptions(losing, 'POST', '/orders', {
  request: (body) => ({ body, idempotencyKey: true }),
  retry: 1,
  retryDelay: 0,
})
await queryClient.getMutationCache().build(queryClient, options).execute({ amount: 5 })

console.log(
  JSON.stringify({
    react: React.version,
    query: JSON.parse(await readFile(queryManifest, 'utf8')).version,
    complaints,
    priorities: [...new Set(priorities.slice(0, first))],
    background: [...background],
    keys: [seen.length, new Set(seen).size],
  }),
)
process.exit(0)
