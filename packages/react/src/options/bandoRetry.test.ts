import { createBando, memoryStore } from '@bando/core'
import { expect, it } from 'vitest'
import { bandoRetry } from './bandoRetry.ts'

it.each([401, 403, 404, 503])('does not retry an error of the client: %i', async (status) => {
  const bando = createBando({
    baseUrl: 'http://localhost:1',
    store: memoryStore(),
    retry: { attempts: 1 },
    fetch: async () => new Response(null, { status }),
  })
  const error: unknown = await bando.get('/coolness').catch((reason: unknown) => reason)
  expect(error).toHaveProperty('status', status)
  expect(bandoRetry(0, error)).toBe(false)
})

it('retries other errors 3 times, as TanStack Query does', () => {
  expect([0, 1, 2, 3].map((count) => bandoRetry(count, new Error('of another query')))).toEqual([
    true,
    true,
    true,
    false,
  ])
})
