import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { execa } from 'execa'
import type { Suite } from './findSuites.ts'

export interface SuitesRun {
  /** Those suites whose tests all passed. */
  readonly passed: ReadonlySet<Suite>
  readonly durationMs: number
  /** The output of Vitest. */
  readonly output: string
}

/** What Vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: 'passed' | 'failed' }[]
}

/**
 * Runs test files of one package in one Vitest. `BANDO_SOAK` lets them run their long tests at full
 * length. No suite has passed if Vitest found an error outside of a test.
 * @throws the signal's reason, after that process has ended
 */
export async function runSuites(
  root: string,
  suites: readonly Suite[],
  signal: AbortSignal,
): Promise<SuitesRun> {
  const cwd = join(root, suites[0]?.folder ?? '')
  const folder = await mkdtemp(join(tmpdir(), 'bando-soak-'))
  const path = join(folder, 'report.json')
  try {
    const files = suites.map(({ file }) => relative(cwd, join(root, file)))
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
    const { failed, durationMs, all } = await execa('vitest', ['run', ...reporters, ...files], {
      cwd,
      preferLocal: true,
      all: true,
      reject: false,
      cancelSignal: signal,
      env: { NO_COLOR: '1', BANDO_SOAK: '1' },
    })
    signal.throwIfAborted()
    const results = await readResults(path)
    const isExplained = !failed || results.some(({ status }) => status === 'failed')
    const passedFiles = new Set(results.filter(({ status }) => status === 'passed').map(({ name }) => name))
    const passed = suites.filter(({ file }) => isExplained && passedFiles.has(join(root, file)))
    return { passed: new Set(passed), durationMs, output: all }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readResults(path: string): Promise<Report['testResults']> {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as Report).testResults
  } catch {
    // Vitest ended before it could write one.
    return []
  }
}
