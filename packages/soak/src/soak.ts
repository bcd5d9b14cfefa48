import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Suite } from './findSuites.ts'
import type { Progress } from './Progress.ts'
import type { SuiteRun } from './runSuite.ts'
import type { Tally } from './Tally.ts'

export interface SoakOptions {
  readonly suites: readonly Suite[]
  readonly rounds: number
  /** The number of suites that run at once. */
  readonly concurrency: number
  readonly tally: Tally
  readonly progress: Progress
  /** The folder for the output of failed runs. */
  readonly failuresFolder: string
  readonly run: (suite: Suite) => Promise<SuiteRun>
}

/**
 * Runs each suite once in every round. Rounds follow each other, so that a stopped soak has run all
 * suites equally often.
 */
export async function soak({
  suites,
  rounds,
  concurrency,
  tally,
  progress,
  failuresFolder,
  run,
}: SoakOptions): Promise<void> {
  if (tally.isEmpty) await rm(failuresFolder, { recursive: true, force: true })
  const due = runsDue(suites, rounds, tally)
  const work = async (): Promise<void> => {
    for (let next = due.shift(); next !== undefined; next = due.shift()) {
      const { suite, round } = next
      const { hasPassed, durationMs, output } = await run(suite)
      if (!hasPassed) {
        await mkdir(failuresFolder, { recursive: true })
        await writeFile(join(failuresFolder, `${suite.file.replaceAll('/', '-')}.round-${round}.txt`), output)
      }
      tally.add(suite.file, hasPassed)
      progress.step({ file: suite.file, round, hasPassed, durationMs })
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
}

interface Due {
  readonly suite: Suite
  readonly round: number
}

function runsDue(suites: readonly Suite[], rounds: number, tally: Tally): Due[] {
  const all = Array.from({ length: rounds }, (_, index) =>
    suites.map((suite) => ({ suite, round: index + 1 })),
  )
  return all.flat().filter(({ suite, round }) => round > tally.runs(suite.file))
}
