import type { Metric } from '../frame/Benchmark.ts'
import type { Row } from '../frame/Result.ts'

/** The middle and the ends of what several rounds found. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

/** What the rounds say of one candidate and one metric. */
export interface Cell {
  /** The value, without the floor's. */
  readonly value?: Spread
  /** The ratio to the reference in the same round. */
  readonly ratio?: Spread
  /** Why there is no value. */
  readonly note?: string
}

/** Returns the middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1)
  return (low + high) / 2
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/** Returns a cell for each row. Compares round by round, so that slow rounds cancel out. */
export function cells(rows: readonly Row[], metric: Metric): Cell[] {
  const { reference, floor } = metric
  const floors = numbers(rows, floor, metric)
  const references = numbers(rows, reference, metric)
  return rows.map(({ candidate, samples }) => {
    const note = samples.map((sample) => sample[metric.key]).find((value) => typeof value === 'string')
    if (note !== undefined) return { note }
    const found = numbers(rows, candidate, metric)
    if (found.length === 0) return {}
    // The floor itself is shown as it is.
    if (candidate === floor) return { value: spread(found) }
    const values = found.map((value, round) => value - (floors[round] ?? 0))
    const ratios = values.map(
      (value, round) => value / ((references[round] ?? Number.NaN) - (floors[round] ?? 0)),
    )
    return ratios.every(Number.isFinite)
      ? { value: spread(values), ratio: spread(ratios) }
      : { value: spread(values) }
  })
}

/** Returns what the rounds found for one candidate, or nothing if it has no number. */
function numbers(rows: readonly Row[], name: string | undefined, { key }: Metric): number[] {
  const samples = rows.find(({ candidate }) => candidate === name)?.samples ?? []
  return samples.map((sample) => sample[key]).filter((value) => typeof value === 'number')
}
