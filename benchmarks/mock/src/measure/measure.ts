import type { Candidate } from '../candidates/candidates.ts'
import { Process, type Usage } from '../process/Process.ts'
import type { Flags } from '../report/flags.ts'
import { memory, parts } from './memory.ts'
import { throughput, type Throughput } from './throughput.ts'

/** All measurements of one candidate, a value for each round. */
export interface Measured {
  readonly candidate: Candidate
  readonly startsMs: number[]
  readonly throughputs: Throughput[]
  /** The memory after each tenth of the long run, or empty if there was none. */
  usages: Usage[]
}

/** Starts are quick, so more of them are measured. */
const startsPerRound = 3

/** How many steps `measure` reports. */
export function stepsOf(count: number, { rounds, requests }: Flags): number {
  return count * (rounds * (startsPerRound + 1) + (requests > 0 ? parts : 0))
}

/**
 * Measures every candidate in each round, so that a slow phase of the machine affects all of them.
 */
export async function measure(
  among: readonly Candidate[],
  { rounds, seconds, requests }: Flags,
  onStep: (name: string) => void,
): Promise<Measured[]> {
  const measured = among.map((candidate): Measured => ({
    candidate,
    startsMs: [],
    throughputs: [],
    usages: [],
  }))
  for (let round = 0; round < rounds; round++) {
    for (let start = 0; start < startsPerRound; start++) {
      for (const { candidate, startsMs } of measured) {
        onStep(`${candidate.name} starts`)
        await using server = await Process.start(candidate)
        startsMs.push(server.startMs)
      }
    }
    for (const { candidate, throughputs } of measured) {
      onStep(`${candidate.name} serves`)
      throughputs.push(await throughput(candidate, seconds))
    }
  }
  if (requests === 0) return measured
  for (const one of measured) {
    one.usages = await memory(one.candidate, requests, () => onStep(`${one.candidate.name} goes on serving`))
  }
  return measured
}
