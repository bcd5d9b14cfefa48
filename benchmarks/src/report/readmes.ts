import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Result } from '../frame/Result.ts'
import { emptyPlaces, fillPlaces } from './readme.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
export const resultsFolder = fileURLToPath(new URL('../../results/', import.meta.url))

/** Finds the READMEs that may show results. */
export function readmes(): string[] {
  const found = globSync(['README.md', 'benchmarks/README.md', 'packages/*/README.md'], { cwd: root })
  return found.sort().map((file) => join(root, file))
}

/** Returns what a README is if these are all results. */
export async function withResults(readme: string, results: readonly Result[]): Promise<string> {
  const path = relative(dirname(readme), resultsFolder)
  return fillPlaces(emptyPlaces(await readFile(readme, 'utf8')), results, path)
}

/** Writes the tables and plots of all results into the READMEs. */
export async function showResults(results: readonly Result[]): Promise<void> {
  for (const readme of readmes()) await writeFile(readme, await withResults(readme, results))
}
