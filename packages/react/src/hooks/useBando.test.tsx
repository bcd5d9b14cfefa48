import type { BandoState } from '@bando/core'
import { act, waitFor } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { renderWith } from '../../test/render.tsx'
import { startMock } from '../../test/startMock.ts'
import { BandoProvider } from '../BandoProvider.tsx'
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

it('keeps the identity of the parts that did not change', async () => {
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

it('shows another client when it receives one', async () => {
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

it('renders an anonymous caller on a server with any client, or the serverState', async () => {
  const { bando } = await startMock()
  await bando.get('/coolness')
  const Remaining = (): number => useBando(({ limit }) => limit.remaining)
  const html = (serverState?: BandoState): string =>
    renderToString(
      <BandoProvider client={bando} serverState={serverState}>
        <Remaining />
      </BandoProvider>,
    )
  expect(html()).toBe('60')
  expect(html(bando.state)).toBe('99')
})

class Left {
  readonly count: number
  constructor(count: number) {
    this.count = count
  }
}

it.each([
  ['a Date', ({ limit }: BandoSnapshot) => new Date(limit.resetsAt ?? 0)],
  ['a Map', ({ limit }: BandoSnapshot) => new Map([['left', limit.remaining]])],
  ['an instance', ({ limit }: BandoSnapshot) => new Left(limit.remaining)],
  [
    'a function',
    ({ limit }: BandoSnapshot) =>
      () =>
        limit.remaining,
  ],
  ['a Set in an array', ({ limit }: BandoSnapshot) => [new Set([limit.remaining])]],
  ['NaN', () => Number.NaN],
])('may select %s that is new each time', async (_, select) => {
  const { bando } = await startMock()
  let renders = 0
  const { result, rerender } = renderWith(
    bando,
    () => {
      renders += 1
      return useBando((snapshot) => select(snapshot))
    },
    { reactStrictMode: true },
  )
  expect(renders).toBe(2)
  rerender()
  await act(() => bando.get('/coolness'))
  const plain = (value: unknown): unknown => (typeof value === 'function' ? value() : value)
  await waitFor(() => expect(plain(result.current)).toEqual(plain(select({ client: bando, ...bando.state }))))
  expect(renders).toBeLessThan(20)
})

it('compares with isEqual', async () => {
  const { bando } = await startMock()
  let renders = 0
  const { result } = renderWith(bando, () => {
    renders += 1
    const isEqual = (a: Left, b: Left): boolean => Math.floor(a.count / 10) === Math.floor(b.count / 10)
    return useBando(({ limit }) => new Left(limit.remaining), bando, { isEqual })
  })
  for (const of of ['Rome', 'Oslo']) await act(() => bando.get('/coolness', { query: { of } }))
  await waitFor(() => expect(bando.state.limit.remaining).toBe(98))
  expect(renders).toBe(2)
  expect(result.current.count).toBe(99)
})

it('renders once for each change of what it reads', async () => {
  const { bando } = await startMock()
  const seen: number[] = []
  renderWith(bando, () => seen.push(useBando(({ limit }) => limit.remaining)))
  for (const of of ['Rome', 'Oslo', 'Kyoto']) await act(() => bando.get('/coolness', { query: { of } }))
  expect(seen).toEqual([100, 99, 98, 97])
})
