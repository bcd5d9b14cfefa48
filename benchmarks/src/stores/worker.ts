import { glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@bando/core'
import { memoryStore } from '@bando/core'
import { fileStore } from '@bando/core/node'
import { input, report } from '../process/worker.ts'
import { callCost } from './callCost.ts'
import { callsFor, limitOfMembers, limits, memberCounts } from './plan.ts'
import { longestText, transactionCost } from './transactionCost.ts'

export interface Input {
  readonly store: 'none' | 'memoryStore' | 'fileStore' | 'transactions'
  readonly by: 'limit' | 'members'
  readonly isQuick: boolean
}

const { store, by, isQuick } = input as Input
const folder = await mkdtemp(join(tmpdir(), 'bando-bench-'))

/** Each budget has a store of its own. */
function storesOf(name: string): ((budget: number) => Store) | undefined {
  if (store === 'none') return undefined
  const memories: Store[] = []
  return store === 'memoryStore'
    ? (budget) => (memories[budget] ??= memoryStore())
    : (budget) => fileStore(join(folder, `${name}-${budget}`))
}

async function costFor(limit: number): Promise<number> {
  const calls = callsFor(limit, isQuick)
  const cost = await callCost({ createStore: storesOf(`limit-${limit}`), limit, members: 1, calls })
  if (store !== 'transactions') return cost
  const written = await Array.fromAsync(glob(`limit-${limit}-0/**/bando.sqlite`, { cwd: folder }))
  const text = longestText(join(folder, written[0] ?? ''))
  return transactionCost(join(folder, `${limit}.sqlite`), text, calls)
}

try {
  if (by === 'limit') {
    for (const limit of limits) await report({ [limit]: await costFor(limit) })
  } else {
    for (const members of memberCounts) {
      const setting = { limit: limitOfMembers, members, calls: callsFor(limitOfMembers, isQuick) }
      const createStore = storesOf(`members-${members}`)
      await report({ [members]: await callCost({ createStore, ...setting }) })
    }
  }
} finally {
  await rm(folder, { recursive: true })
}
