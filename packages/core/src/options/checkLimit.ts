import type { Limit } from '../contract/Limit.ts'
import { checkNames, isPlainObject } from './checkNames.ts'
import { count, duration, mistake } from './checks.ts'

/** A limit, checked and frozen; `undefined` if none was given. @throws BandoConfigError */
export function checkLimit(name: string, given: Limit | undefined): Limit | undefined {
  if (given === undefined) return undefined
  const { requests, windowMs }: Partial<Limit> = Object(given)
  const example = `${name}: { requests: ${typeof given === 'number' ? given : 100}, windowMs: 3_600_000 }`
  if (!isPlainObject(given)) throw mistake(name, `an object, such as ${example}`, given)
  checkNames(given, ['requests', 'windowMs'], `${name}.`)
  for (const [part, value] of Object.entries({ requests, windowMs })) {
    if (value === undefined) throw mistake(`${name}.${part}`, `a number, such as ${example}`, value)
  }
  return Object.freeze({
    requests: count(`${name}.requests`, requests, 0),
    windowMs: duration(`${name}.windowMs`, windowMs, 0),
  })
}
