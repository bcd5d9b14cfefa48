import { brandOf } from '../contract/brand.ts'

const longest = 60

/** A value as messages quote it. A text that may hold a secret goes through `kindOf` instead. */
export function show(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > longest ? `${value.slice(0, longest)}…` : value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value)
}

/** What a value is, without what it says. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  if ('then' in value && typeof value.then === 'function') return 'a promise'
  const brand = brandOf(value)
  return brand === 'Object' ? 'an object' : `an object (${brand})`
}
