import { QueryClient } from '@tanstack/react-query'
import { act, waitFor } from '@testing-library/react'
import { expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { renderWith } from '../../test/render.tsx'
import type { Started } from '../../test/startMock.ts'
import { startMock } from '../../test/startMock.ts'
import type { BandoMutationOptions } from '../options/bandoMutationOptions.ts'
import type { BandoMutationMethod } from '../described.ts'
import { useBandoMutation } from './useBandoMutation.ts'

interface Order {
  readonly amount: number
}

interface Seen {
  readonly key: string | null
  readonly body: unknown
}

/**
 * Starts a mock that notes the keys and bodies of `/orders`. It processes the first `failures`
 * requests, then refuses them.
 */
async function startOrders(failures = 0): Promise<Started & { seen: Seen[] }> {
  const seen: Seen[] = []
  const order = async (request: Request): Promise<Response> => {
    seen.push({ key: request.headers.get('idempotency-key'), body: await request.json().catch(() => null) })
    return seen.length > failures ? Response.json({ id: seen.length }) : new Response(null, { status: 503 })
  }
  const routes = { 'POST /orders': order, 'PUT /orders': order, 'DELETE /orders/:id': order }
  const started = await startMock({ routes }, { retry: { attempts: 2, baseMs: 1 } })
  // An unverified token would allow only three failures.
  await started.bando.get('/coolness')
  return { ...started, seen }
}

function renderOrders(
  { bando }: Started,
  options: BandoMutationOptions<{ id: number }, Order> = {},
  method: BandoMutationMethod = 'POST',
): { mutate: (order: Order) => Promise<unknown>; rerender: () => void } {
  const { result, rerender } = renderWith(bando, () => useBandoMutation(method, '/orders', { ...options }))
  return { mutate: (order) => act(() => result.current.mutateAsync(order)), rerender: () => rerender({}) }
}

it('sends its variables as the body, and shows the response', async () => {
  const started = await startOrders()
  const { result } = renderWith(started.bando, () =>
    useBandoMutation<{ id: number }, Order>('POST', '/orders'),
  )
  act(() => result.current.mutate({ amount: 5 }))
  await waitFor(() => expect(result.current.data).toEqual({ id: 1 }))
  expect(started.seen.map(({ body }) => body)).toEqual([{ amount: 5 }])
})

it('keeps one key for each mutate, over renders and the retries of the core and TanStack Query (pitfall 21)', async () => {
  const started = await startOrders(3)
  const { mutate, rerender } = renderOrders(started, {
    request: (body) => ({ body, idempotencyKey: true }),
    retry: (count) => {
      rerender()
      return count < 1
    },
    retryDelay: 1,
  })
  await mutate({ amount: 5 })
  expect(started.seen).toHaveLength(4)
  expect(started.seen[0]?.key).toMatch(/^[\da-f]{32}$/)
  expect(new Set(started.seen.map(({ key }) => key)).size).toBe(1)
  await mutate({ amount: 5 })
  expect(new Set(started.seen.map(({ key }) => key)).size).toBe(2)
})

it('is not repeated unless it has a key', async () => {
  const started = await startOrders(1)
  const { mutate } = renderOrders(started)
  await expect(mutate({ amount: 5 })).rejects.toMatchObject({ code: 'http', status: 503 })
  expect(started.seen.map(({ key }) => key)).toEqual([null])
})

it('is not retried by TanStack Query under any QueryClient', async () => {
  const started = await startOrders(9)
  const queryClient = new QueryClient({ defaultOptions: { mutations: { retry: 3, retryDelay: 1 } } })
  const { result } = renderWith(started.bando, () => useBandoMutation<unknown, Order>('POST', '/orders'), {
    queryClient,
  })
  await expect(act(() => result.current.mutateAsync({ amount: 5 }))).rejects.toMatchObject({ status: 503 })
  expect(started.seen).toHaveLength(1)
})

it('accepts a key of your own', async () => {
  const started = await startOrders()
  const { mutate } = renderOrders(started, { request: (body) => ({ body, idempotencyKey: 'mine' }) })
  await mutate({ amount: 5 })
  expect(started.seen.map(({ key }) => key)).toEqual(['mine'])
})

it('needs no key if the method is idempotent', async () => {
  const started = await startOrders(1)
  const { mutate } = renderOrders(started, {}, 'PUT')
  await mutate({ amount: 5 })
  expect(started.seen.map(({ key }) => key)).toEqual([null, null])
})

it('makes data with a schema, and types it', async () => {
  const { bando } = await startOrders()
  const schema = z.object({ id: z.number().transform(String) })
  const { result } = renderWith(bando, () => useBandoMutation('POST', '/orders', { schema }))
  const data = await act(() => result.current.mutateAsync())
  expectTypeOf(data).toEqualTypeOf<{ id: string }>()
  expect(data).toEqual({ id: '1' })
})

it('makes the parameters of the path from its variables', async () => {
  const { bando, mock } = await startOrders()
  const { result } = renderWith(bando, () =>
    useBandoMutation<unknown, string>('DELETE', '/orders/{id}', { request: (id) => ({ params: { id } }) }),
  )
  await act(() => result.current.mutateAsync('a/b'))
  expect(mock.log.at(-1)).toMatchObject({ method: 'DELETE', path: '/orders/a%2Fb' })
})
