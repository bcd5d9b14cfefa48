import type { Benchmark, Metric } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import type { ClientName } from './clients.ts'
import { clients } from './clients.ts'

const script = new URL('worker.ts', import.meta.url)
const metrics: readonly Metric[] = [
  { key: 'invalid', title: 'requests with the revoked token', unit: 'count', better: 'less' },
  { key: 'lockouts', title: 'lockouts', unit: 'count', better: 'less' },
  { key: 'firstSuccess', title: 'first success after', unit: 'ms', better: 'less' },
]

export const lockout: Benchmark = {
  name: 'lockout',
  title: 'Fifty calls with a revoked token',
  // In virtual time another round finds the same.
  rounds: { full: 1, quick: 1 },
  tables: () => [
    {
      name: 'revoked',
      title: 'Fifty calls with a revoked token, and the right token 2 s later',
      method:
        'Simulated: a response takes 50 ms. The fifth invalid request within a minute locks the account for 15 minutes. A call that fails is made again after 5 s, with the token that is known then.',
      metrics,
      candidates: (Object.keys(clients) as ClientName[]).map((client) => ({
        name: client,
        measure: () =>
          inFreshProcess({
            script,
            input: { client },
            metrics: metrics.map(({ key }) => key),
            timeLimitMs: 600_000,
          }),
      })),
    },
  ],
}
