import { webStore } from '@bando/core/web'
import { callCost } from './callCost.ts'

/** Measures in a page. Each budget has a database of its own. */
function costInPage({ hasStore, limit, members, calls }: PageSetting): Promise<number> {
  const name = `bench-${limit}-${members}`
  return callCost({ createStore: hasStore ? () => webStore(name) : undefined, limit, members, calls })
}

export interface PageSetting {
  readonly hasStore: boolean
  readonly limit: number
  readonly members: number
  readonly calls: number
}

Object.assign(globalThis, { costInPage })
