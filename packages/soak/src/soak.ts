import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Suite } from './findSuites.ts'
import type { Progress } from './Progress.ts'
import type { SuitesRun } from './runSuites.ts'
import type { Tally } from './Tally.ts'

export interface SoakOptions {
  readonly suites: readonly Suite[]
  readonly rounds: number
  readonly tally: Tally
  readonly progress: Progress
  /** The folder for the output of failed runs. */
  readonly failuresFolder: string
  /** Runs suites of one package. */
  readonly run: (suites: readonly Suite[]) => Promise<SuitesRun>
}

/**
 * Runs each suite once in every round, one package after the other. Rounds follow each other, so
 * that a stopped soak has run all suites equally often.
 */
export async function soak({
  suites,
  rounds,
  tally,
  progress,
  failuresFolder,
  run,
}: SoakOptions): Promise<void> {
  if (tally.isEmpty) await rm(failuresFolder, { recursive: true, force: true })
  for (let round = 1; round <= rounds; round += 1) {
    const due = suites.filter(({ file }) => tally.runs(file) < round)
    for (const [folder, group] of Map.groupBy(due, ({ folder }) => folder)) {
      const { passed, durationMs, output } = await run(group)
      const failed = group.filter((suite) => !passed.has(suite)).map(({ file }) => file)
      if (failed.length > 0) {
        await mkdir(failuresFolder, { recursive: true })
        await writeFile(join(failuresFolder, `${folder.replaceAll('/', '-')}.round-${round}.txt`), output)
      }
      for (const suite of group) tally.add(suite.file, passed.has(suite))
      progress.step({ folder, count: group.length, round, failed, durationMs })
    }
  }
}
