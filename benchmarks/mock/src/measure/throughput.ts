import type { Candidate } from '../candidates/candidates.ts'
import { Process } from '../process/Process.ts'
import { load } from './load.ts'

export interface Throughput {
  readonly perSecond: number
  /** Requests per second of the server's own processor time: what a busy client or neighbour cannot distort. */
  readonly perCpuSecond: number
}

const warmUpSeconds = 1

/** What a fresh process serves, once it is warm. */
export async function throughput(candidate: Candidate, seconds: number): Promise<Throughput> {
  await using server = await Process.start(candidate, { probed: true })
  await load(server.url, { duration: warmUpSeconds })
  const before = await server.usage()
  const { answered, ms } = await load(server.url, { duration: seconds })
  const after = await server.usage()
  return {
    perSecond: (answered * 1000) / ms,
    perCpuSecond: (answered * 1000) / (after.cpuMs - before.cpuMs),
  }
}
