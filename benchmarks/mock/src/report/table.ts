import type { Measured } from '../measure/measure.ts'
import { median } from './median.ts'

const head = [
  'server',
  'requests/s',
  'of the first',
  'a second of its CPU',
  'of the first',
  'start to first answer',
  'of the first',
  'held after a tenth → all',
  'resident',
]

/**
 * Formats the medians, and the medians of each round's ratio to the first candidate, as a Markdown
 * table.
 */
export function table(measured: readonly Measured[]): string {
  const [first] = measured
  if (!first) return ''
  const rows = measured.map((one) => row(one, first))
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function row({ candidate, throughputs, startsMs, usages }: Measured, first: Measured): string[] {
  const perSecond = throughputs.map((one) => one.perSecond)
  const perCpuSecond = throughputs.map((one) => one.perCpuSecond)
  const firsts = first.throughputs
  return [
    candidate.name,
    thousands(median(perSecond)),
    ratio(
      perSecond,
      firsts.map((one) => one.perSecond),
    ),
    thousands(median(perCpuSecond)),
    ratio(
      perCpuSecond,
      firsts.map((one) => one.perCpuSecond),
    ),
    `${Math.round(median(startsMs))} ms`,
    ratio(startsMs, first.startsMs),
    ...held(usages),
  ]
}

/** Compares round by round, so that slow rounds cancel out. */
function ratio(values: readonly number[], firsts: readonly number[]): string {
  return `${median(values.map((value, index) => value / (firsts[index] ?? Number.NaN))).toFixed(2)} ×`
}

function held(usages: Measured['usages']): string[] {
  const [start, end] = [usages[0], usages.at(-1)]
  if (!start || !end) return ['–', '–']
  return [
    `${megabytes(start.heldBytes)} → ${megabytes(end.heldBytes)} MB`,
    `${megabytes(end.residentBytes)} MB`,
  ]
}

function thousands(value: number): string {
  return `${(value / 1000).toFixed(1)} k`
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
