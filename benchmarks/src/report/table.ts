import { markdownTable } from 'markdown-table'
import type { Metric } from '../frame/Benchmark.ts'
import type { Result, TableResult } from '../frame/Result.ts'
import { formatCell } from './format.ts'
import { cells } from './statistics.ts'

/** Formats a table as Markdown. */
export function tableText({ metrics, rows }: TableResult): string {
  const columns = metrics.map((metric) => cells(rows, metric).map((cell) => formatCell(cell, metric.unit)))
  const head = ['', ...metrics.map(headOf)]
  const body = rows.map(({ candidate }, index) => [
    nameOf(candidate),
    ...columns.map((column) => column[index] ?? ''),
  ])
  return markdownTable([head, ...body], { align: ['l', ...metrics.map(() => 'r')] })
}

function headOf({ title, better, reference }: Metric): string {
  return `${title} ${better === 'less' ? '↓' : '↑'}${reference === undefined ? '' : `, × ${reference}`}`
}

function nameOf(candidate: string): string {
  return isOurs(candidate) ? `**${candidate}**` : candidate
}

/** Returns true for Bando's own rows, which are highlighted. */
export function isOurs(candidate: string): boolean {
  return /bando/i.test(candidate)
}

/** The sentence below a table: when, where and how it was measured. */
export function measuredText({ date, machine, rounds, isQuick }: Result): string {
  const { cpu, cores, memoryGiB, node } = machine
  const times = rounds === 1 ? 'one round' : `${rounds} rounds`
  return `Measured on ${date} with Node ${node} on ${cores} cores of ${cpu}, ${memoryGiB} GiB, in ${times}${isQuick ? ' with `--quick`' : ''}.`
}

/** How to read the cells of a result. */
export const legend =
  '↓ less is better, ↑ more is better. Cells: the median ratio to the named candidate in the same round, its least and most in brackets, and the median value. In a plot a hollow dot lies beyond the end of the scale.'

/** Formats everything that a benchmark found as Markdown. */
export function resultText(result: Result): string {
  const tables = result.tables.map(
    (table) =>
      `## ${table.title}\n\n${table.method}\n\n![](${result.name}-${table.name}.svg)\n\n${tableText(table)}\n`,
  )
  return [`# ${result.title}\n`, `${measuredText(result)} ${legend}\n`, ...tables].join('\n')
}
