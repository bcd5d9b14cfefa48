import type { Store } from '@bando/core'
import { createBando } from '@bando/core'
import { median } from '../report/statistics.ts'

export interface CostSetting {
  /** Makes the store of one member of a budget, or nothing for a client without a store. */
  readonly createStore: ((budget: number) => Store) | undefined
  readonly limit: number
  readonly members: number
  /** How many calls of a budget to measure, after as many that are not. */
  readonly calls: number
}

/** The engine has compiled what has run so often. */
const callsInAll = 4000

/**
 * Returns the time of a call in µs, over a transport that responds at once: the median over several
 * budgets. The first half of them only warms up. All members call, each one call after another.
 * Runs in Node and in a page.
 */
export async function callCost(setting: CostSetting): Promise<number> {
  const budgets = Math.ceil(callsInAll / (2 * setting.calls))
  const costs: number[] = []
  for (let budget = 0; budget < budgets; budget += 1) costs.push(await costOf(budget, setting))
  return median(costs.slice(Math.floor(budgets / 2)))
}

async function costOf(budget: number, { createStore, limit, members, calls }: CostSetting): Promise<number> {
  const token = `bando_${Math.random().toString(36).slice(2)}`
  const clients = Array.from({ length: members }, () =>
    createBando({
      baseUrl: 'https://api.bando.cool',
      token,
      limit: { requests: limit, windowMs: 3_600_000 },
      maxWaitMs: 600_000,
      allowTokenInBrowser: true,
      fetch: async () => Response.json({ coolness: 100 }),
      ...(createStore && { store: createStore(budget) }),
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
