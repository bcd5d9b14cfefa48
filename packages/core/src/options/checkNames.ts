import { brandOf } from '../contract/brand.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { closestName } from './closestName.ts'

/**
 * Whether a value is an object of named parts: of any class, but no array, promise or other
 * built-in.
 */
export function isPlainObject(value: unknown): boolean {
  return brandOf(value) === 'Object'
}

/**
 * Refuses a name that no option has: ignored, it would leave a default in force that the caller
 * meant to change.
 * @throws BandoConfigError
 */
export function checkNames(given: object, known: readonly string[], prefix = ''): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const closest = closestName(name, known)
    const advice =
      closest === undefined ? `The options are ${known.join(', ')}.` : `Did you mean ${prefix}${closest}?`
    throw new BandoConfigError(`${prefix}${name}: is not an option. ${advice}`)
  }
}
