import { act, waitFor } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { renderWith } from '../test/render.tsx'
import { startMock } from '../test/startMock.ts'
import { BandoProvider } from './BandoProvider.tsx'
import type { BandoSnapshot } from './useBando.ts'
import { useBando } from './useBando.ts'

it('shows the status, the budget and the queue as they change', async () => {
  const { bando } = await startMock()
  const { result } = renderWith(bando, () => useBando())
  expect(result.current).toMatchObject({
    client: bando,
    auth: { status: 'unverified' },
    limit: { requests: 100, remaining: 100 },
    queue: { waiting: 0 },
  })
  await act(() => bando.get('/coolness'))
  await waitFor(() => expect(result.current.auth.status).toBe('verified'))
  expect(result.current.limit.remaining).toBe(99)
})

it('keeps the parts that did not change', async () => {
  const { bando } = await startMock()
  const { result, rerender } = renderWith(bando, () => useBando())
  const before = result.current
  rerender()
  expect(result.current).toBe(before)
  await act(() => bando.get('/coolness'))
  await waitFor(() => expect(result.current).not.toBe(before))
  expect(result.current.queue).toBe(before.queue)
})

it.each([
  ['a value', (snapshot: BandoSnapshot): unknown => snapshot.auth.status],
  ['an object made anew', ({ auth: { status } }: BandoSnapshot): unknown => ({ status })],
])('renders again only when %s that was selected has changed', async (_, select) => {
  const { bando } = await startMock()
  let renders = 0
  renderWith(bando, () => {
    renders += 1
    return useBando((snapshot) => select(snapshot))
  })
  await act(() => bando.get('/coolness'))
  expect(renders).toBe(2)
  await act(() => bando.get('/coolness', { query: { of: 'Rome' } }))
  await act(() => bando.get('/coolness', { query: { of: 'Oslo' } }))
  expect(bando.state.limit.remaining).toBe(97)
  expect(renders).toBe(2)
})

it('goes on with another client when it is given one', async () => {
  const [{ bando }, { bando: other }] = [
    await startMock(),
    await startMock({}, { limit: { requests: 7, windowMs: 1000 } }),
  ]
  const { result, rerender } = renderWith(
    bando,
    ({ client }) => useBando(({ limit }) => limit.remaining, client),
    {
      initialProps: { client: bando },
    },
  )
  rerender({ client: other })
  expect(result.current).toBe(7)
  await act(() => other.get('/coolness'))
  await waitFor(() => expect(result.current).toBe(6))
})

it('renders on a server', async () => {
  const { bando } = await startMock()
  const Remaining = (): number => useBando(({ limit }) => limit.remaining)
  const html = renderToString(
    <BandoProvider client={bando}>
      <Remaining />
    </BandoProvider>,
  )
  expect(html).toBe('100')
})
