import type { Benchmark, Metric } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import { jsonServer, startServer } from '../process/startServer.ts'
import { serviceNames } from './serviceNames.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const reference = 'HttpService'
const metrics: readonly Metric[] = [
  { key: 'one', title: 'one at a time', unit: 'per second', better: 'more', reference },
  { key: 'many', title: '50 in flight', unit: 'per second', better: 'more', reference },
  { key: 'cpuOne', title: 'CPU, one', unit: 'µs', better: 'less', reference },
  { key: 'cpuMany', title: 'CPU, 50', unit: 'µs', better: 'less', reference },
]
const sizes = [
  { name: 'small', title: 'a small body', bytes: 0 },
  { name: 'large', title: 'a body of 10 kB', bytes: 10_000 },
]

export const nest: Benchmark = {
  name: 'nest',
  title: 'What a request costs in Nest',
  rounds: { full: 5, quick: 1 },
  tables: () =>
    sizes.map(({ name, title, bytes }) => ({
      name,
      title: `Requests through a service, with ${title}`,
      method:
        'A bare `HttpService` has the same agent, which keeps connections alive. The server is a bare `node:http` in a process of its own. CPU is that of the application. `BandoHttpService` pays for axios twice: for the instance that its caller sees, and for the one that sends.',
      metrics,
      candidates: serviceNames.map((service) => ({
        name: service,
        async measure({ isQuick }) {
          await using server = await startServer(jsonServer, [String(bytes)])
          const input: Input = { service, url: server.url, forMs: isQuick ? 600 : 2000 }
          return await inFreshProcess({ script, input, metrics: metrics.map(({ key }) => key) })
        },
      })),
    })),
}
