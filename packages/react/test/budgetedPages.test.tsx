import { ManualClock } from '@bando/core/testing'
import { bandoInfiniteQueryOptions, useBandoInfiniteQuery, useBandoWait } from '@bando/react'
import { QueryClient, useInfiniteQuery } from '@tanstack/react-query'
import { act, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { moveIntervals } from './moveIntervals.ts'
import { renderWith } from './render.tsx'
import { startMock } from './startMock.ts'
import type { Spent } from './startSpent.ts'
import { causes, startSpent } from './startSpent.ts'

const pages = {
  pageQuery: (of: string) => ({ of }),
  initialPageParam: 'Rome',
  getNextPageParam: () => 'Oslo',
}
const readPages = (refetchReserve?: number) =>
  useBandoInfiniteQuery('/coolness', { ...pages, refetchReserve })

/** Shows pages, and waits until they are read. */
async function showPages({ bando }: Spent, refetchReserve?: number, queryClient = new QueryClient()) {
  const { result, unmount } = renderWith(bando, () => readPages(refetchReserve), { queryClient })
  await waitFor(() => expect(result.current).toMatchObject({ isSuccess: true, fetchStatus: 'idle' }))
  return { result, unmount, queryClient }
}

it.each(causes)('reads all pages again at low priority on %s', async (_, cause) => {
  const spent = await startSpent(0)
  const { result } = await showPages(spent)
  await act(() => result.current.fetchNextPage())
  act(cause)
  await waitFor(() => expect(spent.priorities).toEqual(['high', 'high', 'low', 'low']))
})

it.each(causes)('sends nothing on %s below the reserve, and keeps pages and their age', async (_, cause) => {
  const spent = await startSpent(8)
  const { result } = await showPages(spent, 0.2)
  const { dataUpdatedAt } = result.current
  act(cause)
  await act(async () => {})
  expect(result.current).toMatchObject({
    status: 'success',
    fetchStatus: 'idle',
    dataUpdatedAt,
    isStale: true,
  })
  expect(spent.priorities).toEqual(['high'])
  expect(spent.mock.log).toHaveLength(9)
})

it('reads again on mount at low priority, but not below the reserve', async () => {
  const spent = await startSpent(7)
  const queryClient = new QueryClient()
  for (let count = 0; count < 3; count += 1) (await showPages(spent, 0.2, queryClient)).unmount()
  expect(spent.priorities).toEqual(['high', 'low'])
})

it('reads again at an interval at low priority, but not below the reserve', async () => {
  const spent = await startSpent(7)
  using passes = moveIntervals()
  const options = { ...pages, refetchReserve: 0.2, refetchInterval: 1000 }
  const { result } = renderWith(spent.bando, () => useBandoInfiniteQuery('/coolness', options))
  await expect.poll(() => result.current.isSuccess).toBe(true)
  passes(1000)
  await expect.poll(() => spent.priorities).toEqual(['high', 'low'])
  await expect.poll(() => result.current.fetchStatus).toBe('idle')
  passes(10_000)
  expect(result.current.fetchStatus).toBe('idle')
  expect(spent.priorities).toEqual(['high', 'low'])
})

it('reads at high priority, also below the reserve, when a person asks', async () => {
  const spent = await startSpent(4)
  const { result, queryClient } = await showPages(spent, 1)
  await act(() => result.current.refetch())
  await act(() => queryClient.invalidateQueries({ queryKey: ['bando', '/coolness'] }))
  await act(() => queryClient.fetchInfiniteQuery(bandoInfiniteQueryOptions(spent.bando, '/coolness', pages)))
  await act(() => result.current.fetchNextPage())
  expect(spent.priorities).toEqual(['high', 'high', 'high', 'high', 'high'])
})

it('reads the next page, also with cancelRefetch: false', async () => {
  const spent = await startSpent(4)
  const { result } = await showPages(spent, 1)
  await act(() => result.current.fetchNextPage({ cancelRefetch: false }))
  await waitFor(() => expect(result.current.data?.pages.map(({ of }) => of)).toEqual(['Rome', 'Oslo']))
  expect(spent.priorities).toEqual(['high', 'high'])
})

it('follows the budget in a hook of TanStack Query, also with restored pages', async () => {
  const { bando, mock, priorities } = await startSpent(8)
  const options = bandoInfiniteQueryOptions(bando, '/coolness', { ...pages, refetchReserve: 0.2 })
  const queryClient = new QueryClient()
  queryClient.setQueryData(options.queryKey, { pages: [], pageParams: [] }, { updatedAt: 1 })
  const { result } = renderWith(bando, () => useInfiniteQuery(options), { queryClient })
  await waitFor(() => expect(priorities).toEqual(['low']))
  await waitFor(() => expect(result.current.fetchStatus).toBe('idle'))
  act(() => causes[0]?.[1]())
  await act(async () => {})
  expect(result.current.fetchStatus).toBe('idle')
  expect(mock.log).toHaveLength(9)
})

it('uses the reserve of the component that mounts', async () => {
  const spent = await startSpent(5)
  const { queryClient } = await showPages(spent, 1)
  await showPages(spent, 0, queryClient)
  await showPages(spent, 1, queryClient)
  expect(spent.priorities).toEqual(['high', 'low'])
})

it('does not refetch pages if the app forbids it', async () => {
  const spent = await startSpent(0)
  const queryClient = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } })
  const { result } = await showPages(spent, undefined, queryClient)
  act(() => causes[0]?.[1]())
  await act(async () => {})
  expect(result.current.fetchStatus).toBe('idle')
  expect(spent.priorities).toEqual(['high'])
})

it('sends nothing while the pages are not enabled', async () => {
  const { bando, mock } = await startSpent(0)
  const { result, rerender } = renderWith(
    bando,
    ({ enabled }: { enabled: boolean }) => [
      useBandoInfiniteQuery('/coolness', { ...pages, enabled }),
      useBandoInfiniteQuery('/coolness', { ...pages, query: { of: 'Lima' }, enabled: () => enabled }),
    ],
    { initialProps: { enabled: false } },
  )
  expect(result.current.map(({ fetchStatus }) => fetchStatus)).toEqual(['idle', 'idle'])
  expect(mock.log).toEqual([])
  rerender({ enabled: true })
  await waitFor(() => expect(result.current.every(({ isSuccess }) => isSuccess)).toBe(true))
})

it('raises a queued page when a component that shows it mounts', async () => {
  const clock = new ManualClock()
  const limit = { requests: 1, windowMs: 60_000 }
  const { bando, mock } = await startMock({}, { clock, limit, maxWaitMs: Infinity })
  await bando.get('/coolness')
  void bando.get('/coolness', { query: { of: 'first' } }).catch(() => {})
  await expect.poll(() => bando.state.queue.waiting).toBe(1)
  const queryClient = new QueryClient()
  const options = bandoInfiniteQueryOptions(bando, '/coolness', { ...pages, priority: 'low' })
  void queryClient.prefetchInfiniteQuery(options)
  await expect.poll(() => bando.state.queue.waiting).toBe(2)
  const { result } = renderWith(bando, () => useInfiniteQuery(options), { queryClient })
  await act(() => clock.advance(62_000))
  await waitFor(() => expect(result.current.isSuccess).toBe(true))
  expect(mock.log).toHaveLength(2)
})

it('shows the wait of a page, also if another component joins the fetch', async () => {
  const { bando } = await startMock({}, { limit: { requests: 1, windowMs: 3_600_000 }, maxWaitMs: Infinity })
  await bando.get('/coolness')
  const options = bandoInfiniteQueryOptions(bando, '/coolness', pages)
  const queryClient = new QueryClient()
  const show = () =>
    renderWith(bando, () => [useInfiniteQuery(options).status, useBandoWait(options.queryKey)?.reason], {
      queryClient,
    }).result
  const shown = [show(), show()]
  const waits = ['pending', 'limit']
  await waitFor(() => expect(shown.map(({ current }) => current)).toEqual([waits, waits]))
})
