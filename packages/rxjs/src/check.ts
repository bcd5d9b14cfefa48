import { BandoConfigError } from '@bando/core'

/** Returns a whole number of at least `least`. @throws BandoConfigError */
export function wholeNumber(name: string, value: number, least: number): number {
  return check(
    name,
    value,
    `a whole number of at least ${least}`,
    Number.isSafeInteger(value) && value >= least,
  )
}

/**
 * Returns milliseconds of at least `least`; `Infinity` only if `isEndless`.
 * @throws BandoConfigError
 */
export function milliseconds(name: string, value: number, least: number, isEndless = false): number {
  const isFine = typeof value === 'number' && value >= least && (isEndless || value < Infinity)
  return check(name, value, `${isEndless ? '' : 'finite '}milliseconds, at least ${least}`, isFine)
}

/** Returns one of `choices`. @throws BandoConfigError */
export function oneOf<Choice extends string>(
  name: string,
  value: Choice,
  choices: readonly Choice[],
): Choice {
  return check(name, value, `one of ${choices.map(show).join(', ')}`, choices.includes(value))
}

function check<Value>(name: string, value: Value, expected: string, isFine: boolean): Value {
  if (!isFine) throw new BandoConfigError(`${name}: needs ${expected}. Found ${show(value)}.`)
  return value
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
