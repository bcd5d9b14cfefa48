import { webStore } from '@bando/core/web'
import { callCost } from './callCost.ts'

/** Measures in a page. Each budget has a database of its own. */
function costInPage({ hasStore, limit, members, calls }: PageSetting): Promise<number> {
  const name = `bench-${limit}-${members}`
  const createStore = hasStore ? (budget: number) => webStore(`${name}-${budget}`) : undefined
  return callCost({ createStore, limit, members, calls })
}

export interface PageSetting {
  readonly hasStore: boolean
  readonly limit: number
  readonly members: number
  readonly calls: number
}

Object.assign(globalThis, { costInPage })
