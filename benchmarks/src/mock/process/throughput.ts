import type { Server } from '../servers/servers.ts'
import { load } from './load.ts'
import { ServerProcess } from './ServerProcess.ts'

export interface Throughput {
  readonly perSecond: number
  /**
   * Requests per second of the server's own processor time, which other processes do not distort.
   */
  readonly perCpuSecond: number
}

const warmUpSeconds = 1

/** Measures the throughput of a fresh process after a warm-up. */
export async function throughput(server: Server, seconds: number): Promise<Throughput> {
  await using started = await ServerProcess.start(server, { probed: true })
  await load(started.url, { duration: warmUpSeconds })
  const before = await started.usage()
  const { answered, ms } = await load(started.url, { duration: seconds })
  const after = await started.usage()
  return {
    perSecond: (answered * 1000) / ms,
    perCpuSecond: (answered * 1000) / (after.cpuMs - before.cpuMs),
  }
}
