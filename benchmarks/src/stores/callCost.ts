import type { Store } from '@bando/core'
import { createBando } from '@bando/core'

export interface CostSetting {
  /** Makes the store of one member, or nothing for a client without a store. */
  readonly createStore: (() => Store) | undefined
  readonly limit: number
  readonly members: number
  /** How many calls to measure, after as many to warm up. */
  readonly calls: number
}

/**
 * Returns the time of a call in µs, over a transport that responds at once. All members call, each
 * one call after another. Runs in Node and in a page.
 */
export async function callCost({ createStore, limit, members, calls }: CostSetting): Promise<number> {
  const token = `bando_${Math.random().toString(36).slice(2)}`
  const clients = Array.from({ length: members }, () =>
    createBando({
      baseUrl: 'https://api.bando.cool',
      token,
      limit: { requests: limit, windowMs: 3_600_000 },
      maxWaitMs: 600_000,
      allowTokenInBrowser: true,
      fetch: async () => Response.json({ coolness: 100 }),
      ...(createStore && { store: createStore() }),
    }),
  )
  let index = 0
  const spend = async (count: number): Promise<void> => {
    const last = index + count
    await Promise.all(
      clients.map(async (bando) => {
        while (index < last) {
          index += 1
          await bando.get('/coolness', { query: { index } })
        }
      }),
    )
  }
  await spend(calls)
  const startedAt = performance.now()
  await spend(calls)
  const us = ((performance.now() - startedAt) * 1000) / calls
  await Promise.all(clients.map((bando) => bando.close()))
  return us
}
