import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { callOptionNames } from './checkCallOptions.ts'
import { isPlainObject } from './checkNames.ts'

/** What other clients call the body. */
const otherNames = new Set(['json', 'data'])
/**
 * One of these shows that options were meant. A text in `body`, such as a note, is an ordinary
 * field if it is alone.
 */
const telling = new Set(['body', 'json', 'headers', 'idempotencyKey'])

/**
 * Refuses options in place of a body, as `post(path, { body })`: they would be sent as they are.
 * @throws BandoConfigError
 */
export function checkBody(method: string, body: unknown): void {
  if (!isPlainObject(body)) return
  const entries = Object.entries(body as object)
  const names = entries.map(([name]) => name)
  const areOptions = names.every((name) => callOptionNames.includes(name) || otherNames.has(name))
  if (!areOptions || !names.some((name) => telling.has(name))) return
  const isNote = entries.every(
    ([name, value]) => name === 'body' && typeof value === 'string' && !isJson(value),
  )
  if (isNote) return
  throw new BandoConfigError(
    `${method}: takes the body itself, then the options. Found an object with ${names.join(', ')}. Write ${method}(path, body, options), or request('${method.toUpperCase()}', path, { body }) to send such an object.`,
  )
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}
