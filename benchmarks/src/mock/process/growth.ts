import type { Server } from '../servers/servers.ts'
import { load } from './load.ts'
import { ServerProcess } from './ServerProcess.ts'

export interface Growth {
  /** The memory after a tenth of the requests, which also warms the server up. */
  readonly earlyBytes: number
  readonly lateBytes: number
}

/** Measures the memory that a server holds during a long run of so many requests. */
export async function growth(server: Server, requests: number): Promise<Growth> {
  await using started = await ServerProcess.start(server, { probed: true })
  await load(started.url, { amount: Math.ceil(requests / 10) })
  const { heldBytes: earlyBytes } = await started.usage()
  await load(started.url, { amount: Math.ceil((requests * 9) / 10) })
  return { earlyBytes, lateBytes: (await started.usage()).heldBytes }
}
