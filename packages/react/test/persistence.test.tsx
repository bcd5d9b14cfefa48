import type { Bando } from '@bando/core'
import { bandoMutationOptions, BandoProvider, useBandoMutation, useBandoQuery } from '@bando/react'
import { createSyncStoragePersister } from '@tanstack/query-sync-storage-persister'
import { dehydrate, hydrate, onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import type { Started } from './startMock.ts'
import { startMock } from './startMock.ts'

afterEach(() => {
  onlineManager.setOnline(true)
  localStorage.clear()
})

const dayMs = 86_400_000

/** Makes a page that keeps its responses, as in the README. */
function keepingPage(bando: Bando): (props: { children: ReactNode }) => ReactNode {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: dayMs, gcTime: dayMs } } })
  const persister = createSyncStoragePersister({ storage: localStorage, throttleTime: 0 })
  return ({ children }) => (
    <PersistQueryClientProvider client={queryClient} persistOptions={{ persister, maxAge: dayMs }}>
      <BandoProvider client={bando}>{children}</BandoProvider>
    </PersistQueryClientProvider>
  )
}

it('shows the data of before a reload, and spends nothing', async () => {
  const { bando, mock, token } = await startMock()
  const read = (): { data: unknown; isFetching: boolean } =>
    useBandoQuery('/coolness', { query: { of: 'Rome' }, withHeaders: true })
  const first = renderHook(read, { wrapper: keepingPage(bando) })
  await waitFor(() => expect(first.result.current.data).toMatchObject({ status: 200, data: { of: 'Rome' } }))
  await waitFor(() => expect(localStorage.length).toBe(1))
  first.unmount()
  expect(JSON.stringify(localStorage)).not.toContain(token)

  const second = renderHook(read, { wrapper: keepingPage(bando) })
  await waitFor(() => expect(second.result.current.data).toEqual(first.result.current.data))
  expect(second.result.current.isFetching).toBe(false)
  expect(mock.log).toHaveLength(1)
})

interface Shop extends Started {
  /** The idempotency key of each purchase that was processed, in order. */
  readonly keys: (string | null)[]
}

/** Resolves when `isSo` is true. It is called whenever the page goes online or offline. */
function onlineUntil(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      stop()
      resolve()
    }
    const stop = onlineManager.subscribe(look)
    look()
  })
}

/**
 * Starts a shop that processes purchases and loses the responses to the first `lost` of them. With
 * `goesOffline`, the page is offline from the last of these.
 */
async function startShop(lost: number, goesOffline = false): Promise<Shop> {
  const keys: (string | null)[] = []
  const started = await startMock(
    {
      routes: {
        'POST /orders': async (request) => {
          keys.push(request.headers.get('idempotency-key'))
          if (goesOffline && keys.length === lost) onlineManager.setOnline(false)
          if (goesOffline) await onlineUntil(() => onlineManager.isOnline() === keys.length > lost)
          return keys.length > lost
            ? Response.json({ id: keys.length }, { status: 201 })
            : Response.json({}, { status: 503 })
        },
      },
    },
    { retry: { attempts: 1 } },
  )
  // Only a verified token may have several requests in flight.
  await started.bando.get('/coolness')
  return { ...started, keys }
}

const buying = (bando: Bando) =>
  bandoMutationOptions<{ id: number }, { sku: string }>(bando, 'POST', '/orders', {
    request: (body) => ({ body, idempotencyKey: true }),
    retry: 3,
    retryDelay: 0,
  })

/** Resumes the mutations of one page in another one. */
async function resume(left: QueryClient, bando: Bando): Promise<void> {
  const sent = JSON.stringify(dehydrate(left))
  left.clear()
  const queryClient = new QueryClient()
  queryClient.setMutationDefaults(['bando', 'POST', '/orders'], buying(bando))
  hydrate(queryClient, JSON.parse(sent))
  act(() => onlineManager.setOnline(true))
  await act(() => queryClient.resumePausedMutations())
}

it('buys once, under one key, if the response is lost and another page resumes the purchase', async () => {
  const { bando, keys } = await startShop(1, true)
  const queryClient = new QueryClient()
  const mutation = queryClient.getMutationCache().build(queryClient, buying(bando))
  void mutation.execute({ sku: 'telcel-100' })
  await waitFor(() => expect(mutation.state.isPaused).toBe(true))
  await resume(queryClient, bando)
  expect(keys).toHaveLength(2)
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(keys[1]).toBe(keys[0])
})

it('gives two equal purchases different keys', async () => {
  const { bando, keys } = await startShop(2, true)
  const queryClient = new QueryClient()
  const variables = { sku: 'telcel-100' }
  const options = buying(bando)
  const mutations = [0, 1].map(() => queryClient.getMutationCache().build(queryClient, options))
  for (const mutation of mutations) void mutation.execute(variables)
  await waitFor(() => expect(mutations.every(({ state }) => state.isPaused)).toBe(true))
  await resume(queryClient, bando)
  expect(new Set(keys).size).toBe(2)
  expect(keys).toHaveLength(4)
})

it('makes the key of an untried purchase in the page that tries it', async () => {
  const { bando, keys } = await startShop(0)
  const queryClient = new QueryClient()
  act(() => onlineManager.setOnline(false))
  const mutation = queryClient.getMutationCache().build(queryClient, buying(bando))
  void mutation.execute({ sku: 'telcel-100' })
  await waitFor(() => expect(mutation.state.isPaused).toBe(true))
  expect(keys).toEqual([])
  await resume(queryClient, bando)
  expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
})

it('keeps the key over renders, and hides it from the app', async () => {
  const { bando, keys } = await startShop(2)
  const queryClient = new QueryClient()
  const told = vi.fn<(...told: unknown[]) => void>()
  const { result, rerender } = renderHook(
    () =>
      useBandoMutation<{ id: number }, { sku: string }, string>('POST', '/orders', {
        request: (body) => ({ body, idempotencyKey: true }),
        retry: 3,
        retryDelay: 0,
        onMutate: () => 'mine',
        onSuccess: (_, variables, context) => told(variables, context),
      }),
    {
      wrapper: ({ children }) => (
        <QueryClientProvider client={queryClient}>
          <BandoProvider client={bando}>{children}</BandoProvider>
        </QueryClientProvider>
      ),
    },
  )
  act(() => result.current.mutate({ sku: 'telcel-100' }))
  await waitFor(() => expect(keys.length).toBeGreaterThan(0))
  rerender()
  await waitFor(() => expect(result.current.isSuccess).toBe(true))
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(told).toHaveBeenCalledWith({ sku: 'telcel-100' }, 'mine')
})
