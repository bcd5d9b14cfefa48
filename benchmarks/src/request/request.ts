import type { Benchmark, Candidate, Effort, Metric } from '../frame/Benchmark.ts'
import { jsonServer, startServer } from '../process/startServer.ts'
import { startTurns } from '../process/startTurns.ts'
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
        'The transport responds at once, and the clients take turns. Time of a request in µs, less that of bare `fetch` and `json()`, whose own time is shown. Bando has its limit, its lockout guard and its status on.',
      metrics: stubMetrics,
      // got has no transport that can be replaced.
      candidates: names.filter((client) => client !== 'got').map(withoutServer),
    },
    {
      name: 'loopback',
      title: 'A request over loopback',
      method:
        'The server is a bare `node:http` in a process of its own, with the same small JSON for each request. No two requests are alike. Each client warms up with 20 000 requests, or for 4 s. Then the clients take turns. CPU is that of the client.',
      metrics: loopbackMetrics,
      candidates: names.map(withServer),
    },
  ],
}

function withoutServer(client: ClientName): Candidate {
  return {
    name: client,
    start: (effort) => startTurns({ script, input: { client, turnMs: turnMs(effort) } satisfies Input }),
  }
}

function withServer(client: ClientName): Candidate {
  return {
    name: client,
    async start(effort) {
      const server = await startServer(jsonServer)
      const input: Input = { client, url: server.url, turnMs: turnMs(effort) }
      return startTurns({ script, input, servers: [server] })
    },
  }
}

function turnMs({ isQuick }: Effort): number {
  return isQuick ? 100 : 250
}
