import { ManualClock } from '@bando/core/testing'
import { QueryClient } from '@tanstack/react-query'
import { act, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { heldUntil } from '../../test/heldUntil.ts'
import { renderWith } from '../../test/render.tsx'
import type { Started } from '../../test/startMock.ts'
import { startMock } from '../../test/startMock.ts'
import { bandoQueryKey } from '../options/bandoQueryKey.ts'
import { useBandoQuery } from './useBandoQuery.ts'
import { useBandoWait } from './useBandoWait.ts'

const windowMs = 60_000
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

async function startSpent(): Promise<Started & { clock: ManualClock }> {
  const clock = new ManualClock()
  const options = { clock, limit: { requests: 1, windowMs }, maxWaitMs: Infinity, logger: quiet }
  const started = await startMock({}, options)
  await started.bando.get('/coolness')
  return { ...started, clock }
}

const keyOf = (of: string): ReturnType<typeof bandoQueryKey> => bandoQueryKey('/coolness', { query: { of } })

it('shows what each call waits for and until when, and that it is sent', async () => {
  const { bando, clock } = await startSpent()
  const { result } = renderWith(bando, () => ({
    first: useBandoQuery('/coolness', { query: { of: 'Rome' } }),
    second: useBandoQuery('/coolness', { query: { of: 'Oslo' } }),
    waits: [useBandoWait(keyOf('Rome')), useBandoWait(keyOf('Oslo')), useBandoWait(keyOf('Kyoto'))],
  }))
  await waitFor(() => expect(result.current.waits[1]).toBeDefined())
  const at = bando.state.limit.resetsAt ?? 0
  expect(result.current.waits).toEqual([
    { reason: 'limit', nextAt: at },
    { reason: 'limit', nextAt: at + windowMs },
    undefined,
  ])
  await act(() => clock.advance(windowMs + 2000))
  await waitFor(() => expect(result.current.first.isSuccess).toBe(true))
  expect(result.current.waits[0]).toBeUndefined()
  await waitFor(() => expect(result.current.waits[1]?.nextAt).toBe(bando.state.limit.resetsAt))
})

it('has no time if only a response can tell it', async () => {
  const gate = Promise.withResolvers<void>()
  const { bando } = await startMock({}, { fetch: heldUntil(gate.promise) })
  const { result } = renderWith(bando, () => {
    const reads = [useBandoQuery('/coolness'), useBandoQuery('/coolness', { query: { of: 'Rome' } })]
    return { reads, wait: useBandoWait(keyOf('Rome')) }
  })
  await waitFor(() => expect(result.current.wait).toEqual({ reason: 'verification', nextAt: undefined }))
  gate.resolve()
  await waitFor(() => expect(result.current.reads.every(({ isSuccess }) => isSuccess)).toBe(true))
  expect(result.current.wait).toBeUndefined()
})

it('does not render again when other calls wait', async () => {
  const { bando } = await startSpent()
  let renders = 0
  renderWith(bando, () => {
    renders += 1
    return useBandoWait(keyOf('Rome'))
  })
  for (const of of ['Oslo', 'Kyoto']) void bando.get('/coolness', { query: { of } }).catch(() => {})
  await waitFor(() => expect(bando.state.queue.waiting).toBe(2))
  await act(() => bando.close())
  expect(renders).toBe(1)
})

it('finds a query by the app’s hash function', async () => {
  const { bando } = await startSpent()
  const queryKeyHashFn = (key: readonly unknown[]): string => `own ${JSON.stringify(key)}`
  const queryClient = new QueryClient({ defaultOptions: { queries: { queryKeyHashFn } } })
  const { result } = renderWith(
    bando,
    () => {
      useBandoQuery('/coolness', { query: { of: 'Rome' } })
      return useBandoWait(keyOf('Rome'))
    },
    { queryClient },
  )
  await waitFor(() => expect(result.current?.reason).toBe('limit'))
})

it('gives the client a key that contains nothing of the query', async () => {
  const { bando } = await startSpent()
  const keys: unknown[] = []
  bando.on('wait', (event) => keys.push(...event.keys))
  renderWith(bando, () => useBandoQuery('/coolness', { query: { of: 'Rome' } }))
  await expect.poll(() => keys).toEqual([{ priority: 'high' }])
})
