import type { Answer } from '../answers/Answer.ts'
import { allowsBody } from '../answers/allowsBody.ts'
import { givenFields } from '../answers/givenFields.ts'
import type { Fault } from '../faults/Fault.ts'

/** The answer that a fault puts in the route's place. */
export function faultAnswer({ status = 500, headers: given = {}, body }: Fault): Answer {
  const headers = givenFields(Object.entries(given))
  if (!allowsBody(status)) return { status, headers, body: null }
  if (body !== undefined)
    return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body }
  const problem = {
    type: 'about:blank',
    title: `Status ${status}`,
    status,
    detail: 'The mock was told to answer so.',
  }
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
    body: JSON.stringify(problem),
  }
}
