import type { Benchmark, Metric } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const reference = 'useQuery and fetch'
const ways = [
  reference,
  'useBandoQuery',
  'useBandoQuery, useBando with a selector',
  'useBandoQuery, useBando for what is left',
  'useBandoQuery, useBando for everything',
] as const
const metrics: readonly Metric[] = [
  { key: 'ms', title: 'until all are shown', unit: 'ms', better: 'less', reference },
  { key: 'renders', title: 'renders of a component', unit: 'count', better: 'less' },
  { key: 'later', title: 'renders by a hundred other calls', unit: 'count', better: 'less' },
]

export const react: Benchmark = {
  name: 'react',
  title: 'Components on one budget',
  rounds: { full: 7, quick: 2 },
  tables: () => [
    {
      name: 'components',
      title: 'A hundred components on one budget',
      method:
        'Each component shows a request of its own, in React 19 and happy-dom. The transport responds in the next turn of the event loop. Bando has at most four requests in flight, and `fetch` a hundred. Then a hundred calls elsewhere spend the same budget. The selector takes the status of the token.',
      metrics,
      candidates: ways.map((way) => ({
        name: way,
        measure: () =>
          inFreshProcess({
            script,
            input: { way } satisfies Input,
            metrics: metrics.map(({ key }) => key),
          }),
      })),
    },
  ],
}
