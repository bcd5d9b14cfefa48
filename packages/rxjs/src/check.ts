import { BandoConfigError } from '@bando/core'

/** A whole number of at least `least`. @throws BandoConfigError */
export function wholeNumber(name: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new BandoConfigError(`${name}: needs a whole number of at least ${least}. Found ${show(value)}.`)
  }
  return value
}

/** Milliseconds of at least `least`; `Infinity` is one. @throws BandoConfigError */
export function milliseconds(name: string, value: number, least: number): number {
  if (typeof value !== 'number' || !(value >= least)) {
    throw new BandoConfigError(`${name}: needs milliseconds, at least ${least}. Found ${show(value)}.`)
  }
  return value
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
