import type { Unit } from '../frame/Benchmark.ts'
import type { Cell, Spread } from './statistics.ts'

/** Formats a value with its unit, in three digits. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'µs':
      return value >= 1000 ? `${digits(value / 1000)} ms` : `${digits(value)} µs`
    case 'ms':
      return value >= 10_000 ? `${digits(value / 1000)} s` : `${digits(value)} ms`
    case 'bytes':
      return formatBytes(value)
    case 'per second':
      return `${short(value)}/s`
    case 'percent':
      return `${value.toFixed(1)} %`
    case 'count':
      return short(value)
  }
}

/** Formats a ratio in two decimals, or fewer if it is large. */
export function formatRatio(ratio: number): string {
  return `${ratio >= 100 ? Math.round(ratio) : ratio.toFixed(ratio >= 10 ? 1 : 2)} ×`
}

/** Formats a cell as the ratio, its spread and the value. */
export function formatCell({ value, ratio, note }: Cell, unit: Unit): string {
  if (note !== undefined) return note
  if (!value) return '–'
  if (!ratio) return `${formatValue(value.median, unit)}${range(value, (each) => formatValue(each, unit))}`
  return `${formatRatio(ratio.median)}${range(ratio, (each) => formatRatio(each).slice(0, -2))} · ${formatValue(value.median, unit)}`
}

/** Returns the spread in brackets, or nothing if both ends look alike. */
function range({ least, most }: Spread, format: (value: number) => string): string {
  const [low, high] = [format(least), format(most)]
  return low === high ? '' : ` (${low}–${high})`
}

function formatBytes(value: number): string {
  if (Math.abs(value) < 1000) return `${Math.round(value)} B`
  return value < 1e6 ? `${digits(value / 1000)} kB` : `${digits(value / 1e6)} MB`
}

function short(value: number): string {
  if (value < 10_000) return digits(value)
  return value < 1e6 ? `${digits(value / 1000)} k` : `${digits(value / 1e6)} M`
}

function digits(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value))
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}
