import type { Benchmark, Candidate, Metric } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import { inChromium } from './chromium.ts'
import { callsFor, limitOfMembers, limits, memberCounts } from './plan.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const timeLimitMs = 60_000
const reference = 'Bando without a store'

const byLimit: readonly Metric[] = limits.map((limit) => ({
  key: String(limit),
  title: limit.toLocaleString('en').replaceAll(',', ' '),
  unit: 'µs',
  better: 'less',
  reference,
}))
const byMembers: readonly Metric[] = memberCounts.map((members) => ({
  key: String(members),
  title: members === 1 ? '1 member' : `${members} members`,
  unit: 'µs',
  better: 'less',
}))

export const stores: Benchmark = {
  name: 'stores',
  title: 'What a store costs',
  rounds: { full: 5, quick: 1 },
  tables: () => [
    {
      name: 'limits',
      title: 'A call with a store, by the limit',
      method:
        'The transport responds at once, and one client makes one call after another. Several budgets are spent, one after another, and the first half of them warms up. The transactions are those that `fileStore` may need for a call: a read and a write of a text as long as that of the budget, with a write-ahead log and `synchronous = NORMAL`.',
      metrics: byLimit,
      candidates: [
        inNode(reference, 'none', 'limit'),
        inNode('Bando with memoryStore', 'memoryStore', 'limit'),
        inNode('Bando with fileStore', 'fileStore', 'limit'),
        inNode('three SQLite transactions', 'transactions', 'limit'),
        inPage('Bando without a store, in Chromium', false, 'limit'),
        inPage('Bando with webStore, in Chromium', true, 'limit'),
      ],
    },
    {
      name: 'members',
      title: 'A call with a store, by the number of members',
      method:
        'All members share one budget of 100 000 requests an hour and four requests in flight. Each makes one call after another. The time is that of all calls together, by the number of calls. The members are clients of one process or page.',
      metrics: byMembers,
      candidates: [
        inNode('Bando with memoryStore', 'memoryStore', 'members'),
        inNode('Bando with fileStore', 'fileStore', 'members'),
        inPage('Bando with webStore, in Chromium', true, 'members'),
      ],
    },
  ],
}

function inNode(name: string, store: Input['store'], by: Input['by']): Candidate {
  const metrics = (by === 'limit' ? byLimit : byMembers).map(({ key }) => key)
  return {
    name,
    measure: ({ isQuick }) =>
      inFreshProcess({ script, input: { store, by, isQuick } satisfies Input, metrics, timeLimitMs }),
  }
}

function inPage(name: string, hasStore: boolean, by: Input['by']): Candidate {
  return {
    name,
    measure({ isQuick }) {
      const settings =
        by === 'limit'
          ? limits.map((limit) => [limit, { limit, members: 1 }] as const)
          : memberCounts.map((members) => [members, { limit: limitOfMembers, members }] as const)
      return inChromium(
        Object.fromEntries(
          settings.map(([key, each]) => [key, { hasStore, ...each, calls: callsFor(each.limit, isQuick) }]),
        ),
      )
    },
  }
}
