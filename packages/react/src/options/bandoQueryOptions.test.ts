import { skipToken, QueryClient } from '@tanstack/react-query'
import { expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { startMock } from '../../test/startMock.ts'
import { bandoQueryDefaults } from './bandoQueryDefaults.ts'
import { bandoQueryOptions } from './bandoQueryOptions.ts'
import { bandoRetry } from './bandoRetry.ts'

interface Coolness {
  readonly coolness: number
}

it('works without React, and its key knows the type of its data', async () => {
  const { bando } = await startMock()
  const queryClient = new QueryClient()
  const options = bandoQueryOptions<Coolness>(bando, '/coolness', { query: { of: 'bando' } })
  const data = await queryClient.fetchQuery(options)
  expectTypeOf(data).toEqualTypeOf<Coolness>()
  const cached = queryClient.getQueryData(options.queryKey)
  expectTypeOf(cached).toEqualTypeOf<Coolness | undefined>()
  expect(cached?.coolness).toBe(100)
})

it('makes data with a schema, and types it', async () => {
  const { bando } = await startMock()
  const queryClient = new QueryClient()
  const schema = z.object({ coolness: z.number().transform((value) => `${value} %`) })
  const options = bandoQueryOptions(bando, '/coolness', { schema })
  const data = await queryClient.fetchQuery(options)
  expectTypeOf(data).toEqualTypeOf<{ coolness: string }>()
  expect(data).toEqual({ coolness: '100 %' })
  const warmth = bandoQueryOptions(bando, '/coolness', {
    query: { of: 'Rome' },
    schema: z.object({ warmth: z.number() }),
  })
  await expect(queryClient.fetchQuery(warmth)).rejects.toMatchObject({ code: 'schema' })
})

it('resolves with null if the response has no body', async () => {
  const { bando } = await startMock({ routes: { 'GET /nothing': () => new Response(null, { status: 204 }) } })
  expect(await new QueryClient().fetchQuery(bandoQueryOptions(bando, '/nothing'))).toBeNull()
})

it('sends each value of a list, and a URLSearchParams', async () => {
  const { bando } = await startMock({
    routes: { 'GET /query': (request) => Response.json(new URL(request.url).search) },
  })
  const queryClient = new QueryClient()
  const ask = (query: URLSearchParams | Record<string, string[]>): Promise<unknown> =>
    queryClient.fetchQuery(bandoQueryOptions(bando, '/query', { query }))
  expect(await ask({ tag: ['a', 'b'] })).toBe('?tag=a&tag=b')
  expect(await ask(new URLSearchParams({ tag: 'c' }))).toBe('?tag=c')
})

it('accepts skipToken, and reads nothing', async () => {
  const { bando } = await startMock()
  expect(bandoQueryOptions(bando, skipToken).queryFn).toBe(skipToken)
})

it('leaves the queue when it is cancelled, and spends nothing', async () => {
  const { bando, mock } = await startMock(
    {},
    { limit: { requests: 1, windowMs: 3_600_000 }, maxWaitMs: Infinity },
  )
  await bando.get('/coolness')
  const queryClient = new QueryClient()
  const options = bandoQueryOptions(bando, '/coolness', { query: { of: 'Rome' } })
  const asked = queryClient.fetchQuery(options).catch((error: unknown) => error)
  await expect.poll(() => bando.state.queue.waiting).toBe(1)
  await queryClient.cancelQueries({ queryKey: options.queryKey })
  await asked
  expect(bando.state.queue.waiting).toBe(0)
  expect(mock.log).toHaveLength(1)
})

it('leaves retries to the core under any QueryClient, unless the caller sets retry', async () => {
  const { bando } = await startMock()
  expect(bandoQueryOptions(bando, '/coolness').retry).toBe(bandoRetry)
  expect(bandoQueryOptions(bando, '/coolness', { retry: 2 }).retry).toBe(2)
  expect(bandoQueryDefaults.queries.retry).toBe(bandoRetry)
})

it('contains the token nowhere', async () => {
  const { bando, token } = await startMock()
  const options = bandoQueryOptions(bando, '/coolness', {
    query: { of: 'Rome' },
    priority: 'high',
    account: 'main',
  })
  const queryClient = new QueryClient()
  await queryClient.fetchQuery(options)
  const [query] = queryClient.getQueryCache().getAll()
  expect(JSON.stringify([options.queryKey, query?.queryHash, query?.state, query?.meta])).not.toContain(token)
})
