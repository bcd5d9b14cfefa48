import type { Benchmark } from './Benchmark.ts'
import type { Flags } from './flags.ts'
import { thisMachine } from './machine.ts'
import { countSteps, measure, tablesOf } from './measure.ts'
import { showProgress } from './Progress.ts'
import type { Result } from './Result.ts'

/** Runs one benchmark, and shows its progress on the terminal. */
export async function run(benchmark: Benchmark, { rounds, isQuick, only }: Flags): Promise<Result> {
  const effort = { isQuick }
  const tables = tablesOf(benchmark, { effort, only })
  const times = rounds ?? (isQuick ? benchmark.rounds.quick : benchmark.rounds.full)
  const progress = showProgress(countSteps(tables, times), process.stderr.isTTY)
  try {
    return {
      name: benchmark.name,
      title: benchmark.title,
      date: new Date().toISOString().slice(0, 10),
      machine: thisMachine(),
      rounds: times,
      isQuick,
      tables: await measure(tables, { effort, rounds: times, onStep: (step) => progress.step(step) }),
    }
  } finally {
    progress.stop()
  }
}
