import type { Benchmark, Candidate, Effort, Metric } from '../frame/Benchmark.ts'
import { jsonServer, startServer } from '../process/startServer.ts'
import { startTurns } from '../process/startTurns.ts'
import type { Input as RequestInput } from '../request/worker.ts'
import type { ProxyName } from './proxyNames.ts'
import { proxyNames } from './proxyNames.ts'
import type { ServiceName } from './serviceNames.ts'
import { serviceNames } from './serviceNames.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const proxyServer = new URL('proxyServer.ts', import.meta.url)
/** Calls the proxy with bare `fetch`. */
const callerScript = new URL('../request/worker.ts', import.meta.url)

const serviceMetrics = speeds('HttpService', true)
const proxyMetrics = speeds('HttpService in a controller', false)
const sizes = [
  { name: 'small', title: 'a small body', bytes: 0 },
  { name: 'large', title: 'a body of 10 kB', bytes: 10_000 },
]

export const nest: Benchmark = {
  name: 'nest',
  title: 'What a request costs in Nest',
  rounds: { full: 5, quick: 1 },
  tables: () => [
    ...sizes.map(({ name, title, bytes }) => ({
      name,
      title: `Requests through a service, with ${title}`,
      method:
        'A bare `HttpService` has the same agent, which keeps connections alive, and sends the same token. Each process makes 5000 calls, and then the processes take turns. The server is a bare `node:http` in a process of its own. CPU is that of the application. `BandoHttpService` pays for axios twice: for the instance that its caller sees, and for the one that sends.',
      metrics: serviceMetrics,
      candidates: serviceNames.map((service) => throughService(service, bytes)),
    })),
    {
      name: 'proxy',
      title: 'Requests through a proxy for pages',
      method:
        'The caller, the Nest application with Express, and the API are processes of their own, and the proxies take turns. The caller uses bare `fetch`. `BandoProxyModule` checks what is allowed, counts each user, and tells what is left.',
      metrics: proxyMetrics,
      candidates: proxyNames.map(throughProxy),
    },
  ],
}

function speeds(reference: string, hasCpu: boolean): readonly Metric[] {
  const rates: readonly Metric[] = [
    { key: 'one', title: 'one at a time', unit: 'per second', better: 'more', reference },
    { key: 'many', title: '50 in flight', unit: 'per second', better: 'more', reference },
  ]
  const cpu: readonly Metric[] = [
    { key: 'cpuOne', title: 'CPU, one', unit: 'µs', better: 'less', reference },
    { key: 'cpuMany', title: 'CPU, 50', unit: 'µs', better: 'less', reference },
  ]
  return hasCpu ? [...rates, ...cpu] : rates
}

function throughService(service: ServiceName, bytes: number): Candidate {
  return {
    name: service,
    async start(effort) {
      const api = await startServer(jsonServer, [String(bytes)])
      const input: Input = { service, url: api.url, turnMs: turnMs(effort) }
      return startTurns({ script, input, servers: [api] })
    },
  }
}

function throughProxy(proxy: ProxyName): Candidate {
  return {
    name: proxy,
    async start(effort) {
      const api = await startServer(jsonServer)
      const server = await startServer(proxyServer, [proxy, api.url])
      const input: RequestInput = { client: 'bare fetch', url: server.url, turnMs: turnMs(effort) }
      return startTurns({ script: callerScript, input, servers: [api, server] })
    },
  }
}

function turnMs({ isQuick }: Effort): number {
  return isQuick ? 100 : 250
}
