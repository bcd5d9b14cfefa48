import { globSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result, TableResult } from '../frame/Result.ts'
import { plot } from './plot.ts'
import { resultText } from './table.ts'

/** Writes what a benchmark found: its values, and the Markdown and the plots made of them. */
export async function writeResult(result: Result, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, text] of filesOf(result)) await writeFile(join(folder, name), text)
}

/** Returns the files of a result by name. */
export function filesOf(result: Result): Map<string, string> {
  return new Map([
    [`${result.name}.json`, `${JSON.stringify(result, undefined, 1)}\n`],
    [`${result.name}.md`, resultText(result)],
    ...result.tables.map((table) => [plotName(result, table), plot(table)] as const),
  ])
}

/** Reads the results of all benchmarks that have run. */
export async function readResults(folder: string): Promise<Result[]> {
  const texts = globSync('*.json', { cwd: folder }).map((name) => readFile(join(folder, name), 'utf8'))
  return (await Promise.all(texts)).map((text) => JSON.parse(text) as Result)
}

/** The name of the file that shows a table as a plot. */
export function plotName({ name }: Pick<Result, 'name'>, table: Pick<TableResult, 'name'>): string {
  return `${name}-${table.name}.svg`
}
