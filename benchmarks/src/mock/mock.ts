import type { Benchmark, Candidate } from '../frame/Benchmark.ts'
import { median } from '../report/statistics.ts'
import { growth } from './process/growth.ts'
import { ServerProcess } from './process/ServerProcess.ts'
import { throughput } from './process/throughput.ts'
import type { Server } from './servers/servers.ts'
import { servers } from './servers/servers.ts'

const reference = 'node:http'
/** The servers for which a million requests do not take minutes. */
const fast = new Set([reference, '@bando/mock', 'bando-mock', 'fastify'])
/** Starts are short, so a round has several. */
const starts = 3

export const mock: Benchmark = {
  name: 'mock',
  title: 'The mock beside other servers',
  rounds: { full: 5, quick: 1 },
  tables: ({ isQuick }) => [
    {
      name: 'speed',
      title: 'Speed of a mock server',
      method:
        'Limit, lockout, journal and admin API of the mock are enabled. 50 connections of autocannon send the same request with a bearer token, and get the same small JSON.',
      metrics: [
        { key: 'perSecond', title: 'requests/s', unit: 'per second', better: 'more', reference },
        {
          key: 'perCpuSecond',
          title: 'per second of its CPU',
          unit: 'per second',
          better: 'more',
          reference,
        },
        { key: 'startMs', title: 'start to first response', unit: 'ms', better: 'less', reference },
      ],
      candidates: servers.map(speedOf),
    },
    {
      name: 'memory',
      title: `Memory of a mock server over ${isQuick ? 'a hundred thousand' : 'a million'} requests`,
      method: 'What the process holds after garbage collection.',
      metrics: [
        { key: 'earlyBytes', title: 'after a tenth', unit: 'bytes', better: 'less' },
        { key: 'lateBytes', title: 'after all', unit: 'bytes', better: 'less' },
      ],
      candidates: servers.filter(({ name }) => fast.has(name)).map((server) => memoryOf(server, isQuick)),
    },
  ],
}

function speedOf(server: Server): Candidate {
  return {
    name: server.name,
    async measure({ isQuick }) {
      const startsMs: number[] = []
      for (let start = 0; start < starts; start += 1) {
        await using started = await ServerProcess.start(server)
        startsMs.push(started.startMs)
      }
      return { ...(await throughput(server, isQuick ? 1 : 5)), startMs: median(startsMs) }
    },
  }
}

/** Memory needs no repetition, so it is measured in the first round only. */
function memoryOf(server: Server, isQuick: boolean): Candidate {
  let found: Promise<{ earlyBytes: number; lateBytes: number }> | undefined
  return {
    name: server.name,
    async measure() {
      found ??= growth(server, isQuick ? 100_000 : 1_000_000)
      return { ...(await found) }
    },
  }
}
