import { ManualClock } from '@bando/core/testing'
import { skipToken } from '@tanstack/react-query'
import { act, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderWith } from '../../test/render.tsx'
import { startMock } from '../../test/startMock.ts'
import { useBandoQuery } from './useBandoQuery.ts'

interface Coolness {
  readonly coolness: number
  readonly of: string
}

it('reads, with its query and parameters', async () => {
  const { bando, mock } = await startMock({
    routes: {
      'GET /of/:name': (request, { params }) => Response.json([params['name'], new URL(request.url).search]),
    },
  })
  const { result } = renderWith(bando, () =>
    useBandoQuery<string[]>('/of/{name}', { params: { name: 'Köln' }, query: { year: 2026, not: null } }),
  )
  await waitFor(() => expect(result.current.data).toEqual(['Köln', '?year=2026']))
  expect(mock.log.map(({ status }) => status)).toEqual([200])
})

it('passes the other options to useQuery', async () => {
  const { bando } = await startMock()
  const { result } = renderWith(bando, () =>
    useBandoQuery('/coolness', {
      select: (data: Coolness) => data.coolness + 1,
      placeholderData: { coolness: 1, of: '' },
    }),
  )
  expect(result.current.data).toBe(2)
  await waitFor(() => expect(result.current.data).toBe(101))
})

it('sends nothing while it is not enabled, or its path is skipToken', async () => {
  const { bando, mock } = await startMock()
  const { result, rerender } = renderWith(
    bando,
    ({ isReady }: { isReady: boolean }) => [
      useBandoQuery(isReady ? '/coolness' : skipToken),
      useBandoQuery('/coolness', { query: { of: 'Rome' }, enabled: isReady }),
    ],
    { initialProps: { isReady: false } },
  )
  expect(result.current.map(({ fetchStatus }) => fetchStatus)).toEqual(['idle', 'idle'])
  expect(mock.log).toEqual([])
  rerender({ isReady: true })
  await waitFor(() => expect(result.current.every(({ isSuccess }) => isSuccess)).toBe(true))
  expect(mock.log).toHaveLength(2)
})

it.each(['unverified', 'verified'])(
  'spends one request when StrictMode mounts twice, with a token that is %s',
  async (token) => {
    const { bando, mock } = await startMock()
    if (token === 'verified') await bando.get('/coolness')
    const before = mock.log.length
    const { result } = renderWith(bando, () => useBandoQuery('/coolness', { query: { of: 'Rome' } }), {
      reactStrictMode: true,
    })
    await waitFor(() => expect(result.current.isSuccess).toBe(true))
    expect(mock.log).toHaveLength(before + 1)
    expect(bando.state.limit.remaining).toBe(100 - mock.log.length)
  },
)

it('leaves the queue when it is unmounted', async () => {
  const clock = new ManualClock()
  const { bando, mock } = await startMock(
    {},
    { clock, limit: { requests: 1, windowMs: 60_000 }, maxWaitMs: Infinity },
  )
  await bando.get('/coolness')
  const { unmount } = renderWith(bando, () => useBandoQuery('/coolness', { query: { of: 'Rome' } }))
  await expect.poll(() => bando.state.queue.waiting).toBe(1)
  unmount()
  await expect.poll(() => bando.state.queue.waiting).toBe(0)
  await act(() => clock.advance(200_000))
  expect(mock.log).toHaveLength(1)
})

it('fails at once, with the time, if the wait would be longer than maxWaitMs', async () => {
  const { bando, mock } = await startMock({}, { limit: { requests: 1, windowMs: 3_600_000 } })
  await bando.get('/coolness')
  const { result } = renderWith(bando, () =>
    useBandoQuery('/coolness', { query: { of: 'Rome' }, maxWaitMs: 1000 }),
  )
  await waitFor(() => expect(result.current.error?.code).toBe('limit'))
  expect(result.current.error?.retryAt).toBeGreaterThan(Date.now() + 2_900_000)
  expect(result.current.failureCount).toBe(1)
  expect(mock.log).toHaveLength(1)
})

it('leaves retries to the core (pitfall 22)', async () => {
  const { bando, mock } = await startMock({}, { retry: { attempts: 2, baseMs: 1 } })
  mock.faults.add({ status: 503 })
  const { result } = renderWith(bando, () => useBandoQuery('/coolness'))
  await waitFor(() => expect(result.current.error?.code).toBe('http'))
  expect(result.current.failureCount).toBe(1)
  expect(mock.log).toHaveLength(2)
})
