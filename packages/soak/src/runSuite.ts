import { join, relative } from 'node:path'
import { execa } from 'execa'
import type { Suite } from './findSuites.ts'

export interface SuiteRun {
  readonly hasPassed: boolean
  readonly durationMs: number
  /** The output of Vitest. */
  readonly output: string
}

/**
 * Runs one test file in a separate Vitest. `BANDO_SOAK` lets it run its long tests at full length.
 * @throws the signal's reason, after that process has ended
 */
export async function runSuite(
  root: string,
  { folder, file }: Suite,
  signal: AbortSignal,
): Promise<SuiteRun> {
  const cwd = join(root, folder)
  const { failed, durationMs, all } = await execa('vitest', ['run', relative(cwd, join(root, file))], {
    cwd,
    preferLocal: true,
    all: true,
    reject: false,
    cancelSignal: signal,
    env: { NO_COLOR: '1', BANDO_SOAK: '1' },
  })
  signal.throwIfAborted()
  return { hasPassed: !failed, durationMs, output: all }
}
