import type { Cell } from './statistics.ts'

/** Where values are drawn. */
export interface Scale {
  readonly kind: 'ratio' | 'linear' | 'logarithmic'
  /** Where bars begin: at the reference, or at zero. */
  readonly base: number
  readonly x: (value: number) => number
}

/** How many times as large as the least value the most may be on a linear scale. */
const mostOnLinear = 1000
const padding = 6

/**
 * Returns the scale for a column. Ratios are logarithmic, so that twice and half are equally far
 * from the reference. Values are linear, unless they differ too much.
 */
export function scaleOf(column: readonly Cell[], width: number): Scale {
  const ratios = column.flatMap(({ ratio }) => (ratio ? [ratio.median, ratio.least, ratio.most] : []))
  const positive = ratios.filter((ratio) => ratio > 0)
  const inner = width - 2 * padding
  if (positive.length > 0) {
    const [low, high] = [Math.log(Math.min(0.8, ...positive)), Math.log(Math.max(1.25, ...positive))]
    const least = Math.min(...positive)
    const x = (ratio: number): number =>
      padding + ((Math.log(Math.max(ratio, least)) - low) / (high - low)) * inner
    return { kind: 'ratio', base: x(1), x }
  }
  const values = column.flatMap(({ value }) => (value ? [value.median, value.most] : []))
  const most = Math.max(1, ...values)
  const least = Math.min(...values.filter((value) => value > 0))
  if (most / least <= mostOnLinear)
    return { kind: 'linear', base: padding, x: (value) => padding + (value / most) * inner }
  const x = (value: number): number => padding + (Math.log1p(Math.max(0, value)) / Math.log1p(most)) * inner
  return { kind: 'logarithmic', base: padding, x }
}
