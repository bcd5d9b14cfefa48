import type { Benchmark, Candidate, Effort, MeasuredInTurns, Sample, Table } from './Benchmark.ts'
import type { TableResult } from './Result.ts'
import { takeTurns, turnsPerRound } from './turns.ts'

export interface MeasureOptions {
  readonly effort: Effort
  readonly rounds: number
  /** Parts of candidates' names. References and floors are always measured. */
  readonly only: readonly string[]
  /** Called after each measurement. */
  readonly onStep: (step: string) => void
}

/** Returns the tables of `benchmark` with the candidates that `only` selects. */
export function tablesOf(
  benchmark: Benchmark,
  { effort, only }: Pick<MeasureOptions, 'effort' | 'only'>,
): Table[] {
  return benchmark.tables(effort).map((table) => ({
    ...table,
    candidates: table.candidates.filter((each) => isChosen(each, table, only)),
  }))
}

function isChosen({ name }: Candidate, { metrics }: Table, only: readonly string[]): boolean {
  if (only.length === 0 || metrics.some(({ reference, floor }) => name === reference || name === floor))
    return true
  return only.some((part) => name.toLowerCase().includes(part.toLowerCase()))
}

/** Returns how often `measure` calls `onStep`. */
export function countSteps(tables: readonly Table[], rounds: number): number {
  const steps = tables.flatMap(({ candidates }) => [
    candidates.length,
    candidates.some(isInTurns) ? turnsPerRound : 0,
  ])
  return rounds * steps.reduce((sum, each) => sum + each, 0)
}

/**
 * Measures every candidate once in each round, so that a slow phase of the machine affects all of
 * them alike. A candidate that exceeded a time limit is not measured again, as it would take as
 * long.
 */
export async function measure(
  tables: readonly Table[],
  { effort, rounds, onStep }: Omit<MeasureOptions, 'only'>,
): Promise<TableResult[]> {
  const samples = new Map<Candidate, Sample[]>()
  const note = (candidate: Candidate, sample: Sample): void => {
    samples.set(candidate, [...(samples.get(candidate) ?? []), sample])
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { title, candidates } of tables) {
      const step = (name: string): void => onStep(`${title}: ${name}`)
      for (const candidate of candidates) {
        if (isInTurns(candidate)) continue
        if (!samples.get(candidate)?.some(isOverLimit)) note(candidate, await candidate.measure(effort))
        step(candidate.name)
      }
      const found = await takeTurns(candidates.filter(isInTurns), { effort, onStep: step })
      for (const [candidate, sample] of found) note(candidate, sample)
    }
  }
  return tables.map(({ candidates, ...table }) => ({
    ...table,
    rows: candidates.map((candidate) => ({
      candidate: candidate.name,
      samples: samples.get(candidate) ?? [],
    })),
  }))
}

function isInTurns(candidate: Candidate): candidate is MeasuredInTurns {
  return 'start' in candidate
}

function isOverLimit(sample: Sample): boolean {
  return Object.values(sample).some((value) => typeof value === 'string' && value.startsWith('over '))
}
