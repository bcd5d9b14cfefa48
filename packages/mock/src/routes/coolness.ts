import { json, type Answer } from '../answers/Answer.ts'
import type { Route } from './Route.ts'

const all = json({ coolness: 100, of: 'bando' })

/** `GET /coolness`: how cool Bando is, or with `?of=…` something else; the same question has the same answer. */
export const coolness: Route = (call): Answer => {
  if (call.search === '') return all
  const of = new URLSearchParams(call.search).get('of') ?? 'bando'
  return of === 'bando' ? all : json({ coolness: coolnessOf(of), of })
}

/** 0 to 99: nothing is as cool as Bando. */
function coolnessOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return sum % 100
}
