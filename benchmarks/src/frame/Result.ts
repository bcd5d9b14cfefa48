import type { Metric, Sample } from './Benchmark.ts'
import type { Machine } from './machine.ts'

/** Everything that a run of one benchmark found, as it is written to a file. */
export interface Result {
  readonly name: string
  readonly title: string
  /** The day, as in `2026-11-29`. */
  readonly date: string
  readonly machine: Machine
  readonly rounds: number
  readonly isQuick: boolean
  readonly tables: readonly TableResult[]
}

export interface TableResult {
  readonly name: string
  readonly title: string
  readonly method: string
  readonly metrics: readonly Metric[]
  readonly rows: readonly Row[]
}

export interface Row {
  readonly candidate: string
  /** What each round found. */
  readonly samples: readonly Sample[]
}
