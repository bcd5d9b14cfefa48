import { json, type Answer } from '../answers/Answer.ts'
import type { Route } from './Route.ts'

const all = json({ coolness: 100, of: 'bando' })

/**
 * Serves `GET /coolness`: the coolness of Bando, or of the name in `?of=…`. One name always has the
 * same value.
 */
export const coolness: Route = (call): Answer => {
  if (call.search === '') return all
  const of = new URLSearchParams(call.search).get('of') ?? 'bando'
  return of === 'bando' ? all : json({ coolness: coolnessOf(of), of })
}

/** Returns 0 to 99, below the coolness of Bando. */
function coolnessOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return sum % 100
}
