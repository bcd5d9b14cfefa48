/** What one measurement found, by metric. A text says why there is no number: `over 25 s`. */
export type Sample = Readonly<Record<string, number | string>>

/** The unit of a metric's values. It decides how they are shown. */
export type Unit = 'µs' | 'ms' | 'bytes' | 'per second' | 'count' | 'percent'

/** A column of a table. */
export interface Metric {
  readonly key: string
  readonly title: string
  readonly unit: Unit
  readonly better: 'less' | 'more'
  /** The candidate with which the others are compared. If left out, values are shown alone. */
  readonly reference?: string
  /** The candidate whose value is subtracted from the others' values of the same round. */
  readonly floor?: string
}

/** A row of a table: a product, or a way to use one. */
export type Candidate = MeasuredAtOnce | MeasuredInTurns

export interface MeasuredAtOnce {
  readonly name: string
  /** Measures once, in a fresh process if time or memory is measured. */
  measure(effort: Effort): Promise<Sample>
}

/**
 * A candidate whose table is measured in turns: in each round all of its candidates are started,
 * and then each measures for a moment, again and again. So all of them meet the same phases of a
 * machine whose speed changes.
 */
export interface MeasuredInTurns {
  readonly name: string
  /** Starts it in a fresh process, and warms it up. */
  start(effort: Effort): Promise<TurnTaker>
}

export interface TurnTaker extends AsyncDisposable {
  /** Measures for a moment. Resolves to what all turns together have found. */
  turn(): Promise<Sample>
}

/** How thoroughly to measure. */
export interface Effort {
  /** Whether a rough figure is enough. */
  readonly isQuick: boolean
}

/** Candidates that are compared with each other. */
export interface Table {
  /** Part of the name of its plot's file. */
  readonly name: string
  readonly title: string
  /** How it is measured, in whole sentences. */
  readonly method: string
  readonly metrics: readonly Metric[]
  readonly candidates: readonly Candidate[]
}

/** What `pnpm bench <name>` measures. */
export interface Benchmark {
  readonly name: string
  readonly title: string
  /** How often each candidate is measured. A result that is always the same needs one round. */
  readonly rounds: { readonly full: number; readonly quick: number }
  tables(effort: Effort): readonly Table[]
}
