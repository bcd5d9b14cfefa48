import type { ErrorStyle } from '../options/MockSettings.ts'
import type { Answer } from './Answer.ts'
import { problems, type ProblemName } from './problems.ts'

/** What may be said beyond the problem's own text. */
export interface ProblemExtras {
  readonly detail?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A refusal in the chosen style: an RFC 9457 problem, a line of text, or nothing but the status. */
export function problemAnswer(name: ProblemName, style: ErrorStyle, extras: ProblemExtras = {}): Answer {
  const { status, title, detail: usual } = problems[name]
  const detail = extras.detail ?? usual
  switch (style) {
    case 'problem': {
      const body = JSON.stringify({ type: `https://api.bando.cool/problems/${name}`, title, status, detail })
      return { status, headers: { 'Content-Type': 'application/problem+json', ...extras.headers }, body }
    }
    case 'plain':
      return {
        status,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', ...extras.headers },
        body: `${title}: ${detail}\n`,
      }
    case 'empty':
      return { status, headers: { ...extras.headers }, body: null }
  }
}
