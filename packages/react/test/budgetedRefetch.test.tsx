import { ManualClock } from '@bando/core/testing'
import { BandoProvider, bandoQueryOptions, useBandoQuery, usePrefetchBandoQuery } from '@bando/react'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, render, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { moveIntervals } from './moveIntervals.ts'
import { providers, renderWith } from './render.tsx'
import { startMock } from './startMock.ts'
import { causes, startSpent } from './startSpent.ts'

const rome = { query: { of: 'Rome' } } as const

it.each(causes)('reads again at low priority on %s', async (_, cause) => {
  const { bando, priorities } = await startSpent(1)
  const queryClient = new QueryClient()
  const { result } = renderWith(bando, () => useBandoQuery('/coolness', rome), { queryClient })
  await waitFor(() => expect(result.current.isSuccess).toBe(true))
  act(cause)
  await waitFor(() => expect(result.current.isFetching).toBe(false))
  expect(priorities).toEqual(['high', 'low'])
})

it.each(causes)('sends nothing on %s below the reserve, and keeps data and its age', async (_, cause) => {
  const { bando, mock, priorities } = await startSpent(8)
  const queryClient = new QueryClient()
  const Providers = providers(bando, queryClient)
  const wrapper = ({ children }: { children: ReactNode }): ReactNode => (
    <Providers>
      <BandoProvider client={bando} refetchReserve={0.2}>
        {children}
      </BandoProvider>
    </Providers>
  )
  const { result } = renderHook(() => useBandoQuery('/coolness', rome), { wrapper })
  await waitFor(() => expect(result.current.isSuccess).toBe(true))
  const { dataUpdatedAt } = result.current
  act(cause)
  await waitFor(() => expect(result.current.fetchStatus).toBe('idle'))
  expect(result.current).toMatchObject({ status: 'success', dataUpdatedAt, isStale: true })
  expect(priorities).toEqual(['high'])
  expect(mock.log).toHaveLength(9)
})

it('reads again on mount at low priority, but not below the reserve', async () => {
  const { bando, priorities } = await startSpent(7)
  const queryClient = new QueryClient()
  const mount = async (): Promise<void> => {
    const { result, unmount } = renderWith(
      bando,
      () => useBandoQuery('/coolness', { ...rome, refetchReserve: 0.2 }),
      {
        queryClient,
      },
    )
    await waitFor(() => expect(result.current).toMatchObject({ isSuccess: true, fetchStatus: 'idle' }))
    unmount()
  }
  for (let count = 0; count < 3; count += 1) await mount()
  expect(priorities).toEqual(['high', 'low'])
})

it('reads again at an interval at low priority, but not below the reserve', async () => {
  const { bando, priorities } = await startSpent(7)
  using passes = moveIntervals()
  const options = { ...rome, refetchReserve: 0.2, refetchInterval: 1000 }
  const { result } = renderWith(bando, () => useBandoQuery('/coolness', options))
  await expect.poll(() => result.current.isSuccess).toBe(true)
  passes(1000)
  await expect.poll(() => priorities).toEqual(['high', 'low'])
  await expect.poll(() => result.current.fetchStatus).toBe('idle')
  for (let count = 0; count < 10; count += 1) passes(1000)
  await expect.poll(() => result.current.fetchStatus).toBe('idle')
  expect(priorities).toEqual(['high', 'low'])
})

it('reads at high priority, also below the reserve, when a person asks', async () => {
  const { bando, priorities } = await startSpent(6)
  const queryClient = new QueryClient()
  const { result } = renderWith(bando, () => useBandoQuery('/coolness', { ...rome, refetchReserve: 1 }), {
    queryClient,
  })
  await waitFor(() => expect(result.current.isSuccess).toBe(true))
  await act(() => result.current.refetch())
  await act(() => queryClient.invalidateQueries({ queryKey: ['bando', '/coolness'] }))
  await act(() => queryClient.fetchQuery(bandoQueryOptions(bando, '/coolness', { ...rome, staleTime: 0 })))
  expect(priorities).toEqual(['high', 'high', 'high', 'high'])
})

it('keeps a given priority', async () => {
  const { bando, priorities } = await startSpent(1)
  const { result } = renderWith(bando, () => useBandoQuery('/coolness', { ...rome, priority: 'normal' }))
  await waitFor(() => expect(result.current.isSuccess).toBe(true))
  await act(() => result.current.refetch())
  expect(priorities).toEqual(['normal', 'normal'])
})

it('follows the budget in a hook of TanStack Query', async () => {
  const { bando, priorities } = await startSpent(1)
  const { result } = renderWith(bando, () => useQuery(bandoQueryOptions(bando, '/coolness', rome)))
  await waitFor(() => expect(result.current.isSuccess).toBe(true))
  act(() => causes[0]?.[1]())
  await waitFor(() => expect(priorities).toEqual(['high', 'low']))
})

it('raises a queued call when a component that shows it mounts', async () => {
  const clock = new ManualClock()
  const limit = { requests: 1, windowMs: 60_000 }
  const { bando, mock } = await startMock({}, { clock, limit, maxWaitMs: Infinity })
  await bando.get('/coolness')
  void bando.get('/coolness', { query: { of: 'first' } }).catch(() => {})
  await expect.poll(() => bando.state.queue.waiting).toBe(1)
  const queryClient = new QueryClient()
  const Providers = providers(bando, queryClient)
  const Prefetch = ({ children }: { children?: ReactNode }): ReactNode => {
    usePrefetchBandoQuery('/coolness', { query: { of: 'shown' } })
    return children
  }
  const Shown = (): ReactNode => useBandoQuery('/coolness', { query: { of: 'shown' } }).data?.of
  const { container, rerender } = render(<Prefetch />, { wrapper: Providers })
  await expect.poll(() => bando.state.queue.waiting).toBe(2)
  rerender(
    <Prefetch>
      <Shown />
    </Prefetch>,
  )
  await act(() => clock.advance(62_000))
  await waitFor(() => expect(container.textContent).toBe('shown'))
  expect(mock.log).toHaveLength(2)
})

it('makes one request for a hundred components that read one path', async () => {
  const { bando, mock } = await startMock()
  const One = (): ReactNode => useBandoQuery('/coolness').data?.coolness
  const { container } = render(
    Array.from({ length: 100 }, (_, index) => <One key={index} />),
    { wrapper: providers(bando) },
  )
  await waitFor(() => expect(container.textContent).toBe('100'.repeat(100)))
  expect(mock.log).toHaveLength(1)
})

it('leaves the QueryClient of the app unchanged', async () => {
  const { bando } = await startMock()
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: 5 } } })
  const before = structuredClone(queryClient.getDefaultOptions())
  const other = vi.fn(() => Promise.resolve(1))
  const { result } = renderHook(
    () => [useBandoQuery('/coolness'), useQuery({ queryKey: ['other'], queryFn: other })],
    {
      wrapper: ({ children }) => (
        <QueryClientProvider client={queryClient}>
          <BandoProvider client={bando}>{children}</BandoProvider>
        </QueryClientProvider>
      ),
    },
  )
  await waitFor(() => expect(result.current.every(({ isSuccess }) => isSuccess)).toBe(true))
  expect(queryClient.getDefaultOptions()).toEqual(before)
  expect(other).toHaveBeenCalledTimes(1)
})
