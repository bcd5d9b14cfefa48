import ms, { type StringValue } from 'ms'
import type { Limit } from '../limits/Limit.ts'
import type { LockoutRule } from '../lockout/LockoutRule.ts'

/** Parses `1h`, `90s`, `250ms` or `h` to milliseconds. Returns undefined for other text. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 30) return undefined
  const value = ms((/^\d/.test(trimmed) ? trimmed : `1${trimmed}`) as StringValue) as number | undefined
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : undefined
}

/** Parses `100/1h` to a limit. Returns undefined for other text. */
export function parseLimit(text: string): Limit | undefined {
  const [requests, window, ...rest] = text.split('/')
  const count = parseCount(requests)
  const windowMs = window === undefined ? undefined : parseDuration(window)
  if (count === undefined || windowMs === undefined || rest.length > 0) return undefined
  return { requests: count, windowMs }
}

/**
 * Parses `5/1m/15m`, with `by=owner` or `anonymous=refused` after commas, or `off` for false.
 * Returns undefined for other text.
 */
export function parseLockout(text: string): (LockoutRule & Record<string, unknown>) | false | undefined {
  if (text === 'off') return false
  const [rule = '', ...words] = text.split(',')
  const [failures, within, lasting, ...rest] = rule.split('/')
  const attempts = parseCount(failures)
  const withinMs = within === undefined ? undefined : parseDuration(within)
  const forMs = lasting === undefined ? undefined : parseDuration(lasting)
  if (attempts === undefined || withinMs === undefined || forMs === undefined || rest.length > 0)
    return undefined
  if (!words.every((word) => word.includes('='))) return undefined
  return { ...Object.fromEntries(words.map((word) => word.split('='))), attempts, withinMs, forMs }
}

/**
 * Parses `limited,rejected` to the refusals that count, or `none`. Returns undefined for other
 * text.
 */
export function parseCounted(text: string): Record<string, boolean> | undefined {
  const counted = { limited: false, rejected: false, locked: false }
  const named = text === 'none' ? [] : text.split(',')
  if (!named.every((name) => Object.hasOwn(counted, name))) return undefined
  return { ...counted, ...Object.fromEntries(named.map((name) => [name, true])) }
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/** Formats a duration in the largest unit that needs no fraction. */
export function formatDuration(durationMs: number): string {
  const [name, unitMs] = units.find(([, unit]) => durationMs % unit === 0) ?? ['ms', 1]
  return `${durationMs / unitMs}${name}`
}

export function formatLimit({ requests, windowMs }: Limit): string {
  return `${requests}/${formatDuration(windowMs)}`
}

function parseCount(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
}
