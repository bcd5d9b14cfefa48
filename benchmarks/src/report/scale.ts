import type { Cell } from './statistics.ts'

/** Where values are drawn. */
export interface Scale {
  readonly kind: 'ratio' | 'linear' | 'logarithmic'
  /** Where bars begin: at the reference, or at zero. */
  readonly base: number
  readonly x: (value: number) => number
  /** Whether a value lies beyond an end of the scale, so that it is drawn there. */
  readonly isBeyond: (value: number) => boolean
}

/** The farthest ratio that is drawn where it is. One outlier would press the others together. */
const farthest = 8
/** How many times as large as the least value the most may be on a linear scale. */
const mostOnLinear = 1000
const padding = 6

/**
 * Returns the scale for a column. Ratios are logarithmic, so that twice and half are equally far
 * from the reference. Values are linear, unless they differ too much.
 */
export function scaleOf(column: readonly Cell[], width: number): Scale {
  const ratios = column.flatMap(({ ratio }) => (ratio ? [ratio.median, ratio.least, ratio.most] : []))
  const inner = width - 2 * padding
  if (ratios.length > 0) {
    const low = Math.min(0.8, ...ratios.map(near))
    const high = Math.max(1.25, ...ratios.map(near))
    const x = (ratio: number): number =>
      padding + (Math.log(near(ratio) / low) / Math.log(high / low)) * inner
    return { kind: 'ratio', base: x(1), x, isBeyond: (ratio) => near(ratio) !== ratio }
  }
  const values = column.flatMap(({ value }) => (value ? [value.median, value.most] : []))
  const most = Math.max(1, ...values)
  const isFar = most / Math.min(...values.filter((value) => value > 0)) > mostOnLinear
  const share = isFar
    ? (value: number) => Math.log1p(value) / Math.log1p(most)
    : (value: number) => value / most
  return {
    kind: isFar ? 'logarithmic' : 'linear',
    base: padding,
    x: (value) => padding + share(Math.max(0, value)) * inner,
    isBeyond: () => false,
  }
}

function near(ratio: number): number {
  return Math.min(farthest, Math.max(1 / farthest, ratio))
}
