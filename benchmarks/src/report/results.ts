import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result, TableResult } from '../frame/Result.ts'
import { plot } from './plot.ts'
import { resultText } from './table.ts'

/** Writes what a benchmark found: the values, and the Markdown and the plots that are made of them. */
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

/** Reads a result again, or nothing if the benchmark has not run. */
export async function readResult(name: string, folder: string): Promise<Result | undefined> {
  const text = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Result)
}

/** The name of the file that shows a table as a plot. */
export function plotName({ name }: Pick<Result, 'name'>, table: Pick<TableResult, 'name'>): string {
  return `${name}-${table.name}.svg`
}
