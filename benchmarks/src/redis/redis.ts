import { RedisServer } from '@bando/redis-server'
import type { Benchmark, Candidate, Effort, Metric, Table } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import type { CandidateName } from './candidates.ts'
import { candidates } from './candidates.ts'
import type { Load } from './measure.ts'
import type { Input } from './worker.ts'

const script = new URL('worker.ts', import.meta.url)
const windowMs = 1000
const limits = [100, 10_000, 1_000_000]
const metrics: readonly Metric[] = [
  { key: 'commands', title: 'commands for 1000 permits', unit: 'count', better: 'less' },
  { key: 'bytes', title: 'bytes for 1000 permits', unit: 'bytes', better: 'less' },
  { key: 'cpu', title: 'CPU for a permit', unit: 'µs', better: 'less' },
  { key: 'elapsedMs', title: '1000 permits', unit: 'ms', better: 'less' },
]

export const redis: Benchmark = {
  name: 'redis',
  title: 'What a permit costs that is shared through Redis',
  rounds: { full: 3, quick: 1 },
  tables: (effort) =>
    limits.flatMap((requests) =>
      [1, 4, 32].flatMap((members) =>
        [1, 100].map((inFlight) => tableOf({ requests, members, inFlight }, effort)),
      ),
    ),
}

function tableOf(
  { requests, members, inFlight }: { requests: number; members: number; inFlight: number },
  { isQuick }: Effort,
): Table {
  const shown = requests.toLocaleString('en').replaceAll(',', ' ')
  // Each hundred of the small limit take a second. Of a large one, members hold permits for calls
  // to come: each takes several times as many.
  const isLarge = requests > 100
  const permits = isLarge ? Math.max(1000, 500 * members) : isQuick ? 200 : 1000
  const load = { limit: { requests, windowMs }, members, inFlight, first: isLarge ? 100 : 1, permits }
  return {
    name: `${requests}-${members}-${inFlight}`,
    title: `${shown} a second, ${members === 1 ? '1 member' : `${members} members`}, ${inFlight} at once`,
    method: `The members are clients of one process, each with a connection of its own. Those at once are spread over the members: a single one is always the first's. ${permits.toLocaleString('en').replaceAll(',', ' ')} are measured, after ${load.first} of each member. A command is one \`EVALSHA\` or \`EVAL\`. The bytes are those that the server receives and sends, published messages included. The CPU is that of the members. A permit of Bando is a whole call, with a stub in place of the network.`,
    metrics,
    candidates: (Object.keys(candidates) as CandidateName[]).map((name) => candidateOf(name, load)),
  }
}

function candidateOf(name: CandidateName, load: Load): Candidate {
  return {
    name,
    async measure() {
      const server = await RedisServer.start()
      try {
        return await inFreshProcess({
          script,
          input: { candidate: name, url: server.url, load } satisfies Input,
          metrics: metrics.map(({ key }) => key),
          timeLimitMs: 60_000,
        })
      } finally {
        await server.close()
      }
    },
  }
}
