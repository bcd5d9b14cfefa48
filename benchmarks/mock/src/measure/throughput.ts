import type { Candidate } from '../candidates/candidates.ts'
import { Process } from '../process/Process.ts'
import { load } from './load.ts'

export interface Throughput {
  readonly perSecond: number
  /**
   * Requests per second of the server's own processor time, which other processes do not distort.
   */
  readonly perCpuSecond: number
}

const warmUpSeconds = 1

/** Measures the throughput of a fresh process after a warm-up. */
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
