import type { Benchmark, Metric } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const reference = 'mergeMap and bando.get'
const ways = ['mergeMap and fetch', reference, 'mapToBando', 'fromEach(bando, …)'] as const
const metrics: readonly Metric[] = [
  { key: 'us', title: 'a value', unit: 'µs', better: 'less', reference },
  { key: 'held', title: 'heap at half of them', unit: 'bytes', better: 'less', reference },
]

export const rxjs: Benchmark = {
  name: 'rxjs',
  title: 'Many values through RxJS',
  rounds: { full: 2, quick: 1 },
  tables({ isQuick }) {
    const items = isQuick ? 20_000 : 1_000_000
    return [
      {
        name: 'values',
        title: `${items.toLocaleString('en').replaceAll(',', ' ')} values, a request for each`,
        method:
          'The transport responds at once, and four requests are in flight. `mergeMap` and `mapToBando` get the values from `range`, which pushes all of them at once. `fromEach` pulls them from a generator.',
        metrics,
        candidates: ways.map((way) => ({
          name: way,
          measure: () =>
            inFreshProcess({
              script,
              input: { way, items } satisfies Input,
              metrics: metrics.map(({ key }) => key),
              timeLimitMs: 900_000,
            }),
        })),
      },
    ]
  },
}
