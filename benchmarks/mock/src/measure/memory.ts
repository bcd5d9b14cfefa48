import type { Candidate } from '../candidates/candidates.ts'
import { Process, type Usage } from '../process/Process.ts'
import { load } from './load.ts'

/** The number of equal parts of a long run. The first also warms the server up. */
export const parts = 10

/** The memory that a server holds after each tenth of so many requests. */
export async function memory(candidate: Candidate, requests: number, onPart: () => void): Promise<Usage[]> {
  await using server = await Process.start(candidate, { probed: true })
  const usages: Usage[] = []
  for (let part = 0; part < parts; part++) {
    await load(server.url, { amount: Math.ceil(requests / parts) })
    usages.push(await server.usage())
    onPart()
  }
  return usages
}
