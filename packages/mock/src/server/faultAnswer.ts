import type { Answer } from '../answers/Answer.ts'
import { allowsBody } from '../answers/allowsBody.ts'
import { givenFields } from '../answers/givenFields.ts'
import { unnamedProblem } from '../answers/problemAnswer.ts'
import type { Fault } from '../faults/Fault.ts'
import type { ErrorStyle } from '../options/MockSettings.ts'

/** Makes the response of a fault that replaces the route. */
export function faultAnswer({ status = 500, headers: given = {}, body }: Fault, style: ErrorStyle): Answer {
  const headers = givenFields(Object.entries(given))
  if (!allowsBody(status)) return { status, headers, body: null }
  if (body !== undefined)
    return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body }
  return unnamedProblem(status, style, headers)
}
