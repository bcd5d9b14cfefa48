import type { Benchmark, Candidate, Effort, Metric } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import { jsonServer, startServer } from '../process/startServer.ts'
import type { ClientName } from './clients.ts'
import { clients } from './clients.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const floor = 'bare fetch'
const names = Object.keys(clients) as ClientName[]

const stubMetrics: readonly Metric[] = [
  { key: 'one', title: 'one at a time', unit: 'µs', better: 'less', floor, reference: 'ky' },
  { key: 'many', title: '50 in flight', unit: 'µs', better: 'less', floor, reference: 'ky' },
]
const loopbackMetrics: readonly Metric[] = [
  { key: 'one', title: 'one at a time', unit: 'per second', better: 'more', reference: floor },
  { key: 'many', title: '50 in flight', unit: 'per second', better: 'more', reference: floor },
  { key: 'cpuOne', title: 'CPU, one', unit: 'µs', better: 'less', reference: floor },
  { key: 'cpuMany', title: 'CPU, 50', unit: 'µs', better: 'less', reference: floor },
]

export const request: Benchmark = {
  name: 'request',
  title: 'What a request costs',
  rounds: { full: 5, quick: 2 },
  tables: () => [
    {
      name: 'stub',
      title: 'A request without a network, above bare `fetch` and `json()`',
      method:
        'The transport responds at once. Time of a request in µs, less that of bare `fetch` and `json()`, whose own time is shown. Bando has its limit, its lockout guard and its status on.',
      metrics: stubMetrics,
      // got has no transport that can be replaced.
      candidates: names.filter((client) => client !== 'got').map((client) => candidate(client, stubMetrics)),
    },
    {
      name: 'loopback',
      title: 'A request over loopback',
      method:
        'The server is a bare `node:http` in a process of its own, with the same small JSON for each request. No two requests are alike. Each client warms up with 20 000 requests, or for 4 s. CPU is that of the client.',
      metrics: loopbackMetrics,
      candidates: names.map((client) => candidate(client, loopbackMetrics)),
    },
  ],
}

function candidate(client: ClientName, metrics: readonly Metric[]): Candidate {
  const keys = metrics.map(({ key }) => key)
  const forMs = ({ isQuick }: Effort): number => (isQuick ? 600 : 2000)
  return {
    name: client,
    async measure(effort) {
      const input: Input = { client, forMs: forMs(effort) }
      if (metrics === stubMetrics) return inFreshProcess({ script, input, metrics: keys })
      await using server = await startServer(jsonServer)
      return await inFreshProcess({ script, input: { ...input, url: server.url }, metrics: keys })
    },
  }
}
