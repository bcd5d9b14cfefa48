import * as v from 'valibot'
import type { ErrorStyle } from '../options/MockSettings.ts'
import type { Answer } from './Answer.ts'
import { problems, type ProblemName } from './problems.ts'

/** What may be said beyond the problem's own text. */
export interface ProblemExtras {
  readonly detail?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The members of RFC 9457 that every problem has here. */
export const problemSchema = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
})

type Problem = v.InferOutput<typeof problemSchema>

/** A refusal in the chosen style: an RFC 9457 problem, a line of text, or nothing but the status. */
export function problemAnswer(name: ProblemName, style: ErrorStyle, extras: ProblemExtras = {}): Answer {
  const { status, title, detail: usual } = problems[name]
  const type = `https://api.bando.cool/problems/${name}`
  return styled({ type, title, status, detail: extras.detail ?? usual }, style, extras.headers)
}

/** A refusal that this API does not know, in the chosen style. */
export function unnamedProblem(status: number, style: ErrorStyle): Answer {
  const detail = 'The mock was told to answer so. Write to api@bando.cool if the API does.'
  return styled({ type: 'about:blank', title: `Status ${status}`, status, detail }, style)
}

function styled(problem: Problem, style: ErrorStyle, headers: ProblemExtras['headers'] = {}): Answer {
  const { status, title, detail } = problem
  switch (style) {
    case 'problem':
      return {
        status,
        headers: { 'Content-Type': 'application/problem+json', ...headers },
        body: JSON.stringify(problem),
      }
    case 'plain':
      return {
        status,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
        body: `${title}: ${detail}\n`,
      }
    case 'empty':
      return { status, headers: { ...headers }, body: null }
  }
}
