import * as v from 'valibot'
import type { ErrorStyle } from '../options/MockSettings.ts'
import type { Answer } from './Answer.ts'
import { problems, type ProblemName } from './problems.ts'

/** Additions to the problem's own text. */
export interface ProblemExtras {
  readonly detail?: string
  /** What is wrong with the request, by the field's path. */
  readonly fields?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** The members of RFC 9457 that every problem has. */
export const problemSchema = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
})

interface Refusal {
  readonly name: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly fields: ProblemExtras['fields']
}

/** Makes an error response in the chosen style. */
export function problemAnswer(name: ProblemName, style: ErrorStyle, extras: ProblemExtras = {}): Answer {
  const { status, title, detail: usual } = problems[name]
  const { detail = usual, fields, headers } = extras
  return styled({ name, status, title, detail, fields }, style, headers)
}

/** Makes an error response for a status that the API does not use, in the chosen style. */
export function unnamedProblem(
  status: number,
  style: ErrorStyle,
  headers: ProblemExtras['headers'] = {},
): Answer {
  const detail = 'The mock was told to respond with this status. Write to api@bando.cool if the API does so.'
  const refusal = { name: `status-${status}`, status, title: `Status ${status}`, detail, fields: undefined }
  return styled(refusal, style, headers)
}

function styled(refusal: Refusal, style: ErrorStyle, headers: ProblemExtras['headers'] = {}): Answer {
  const { name, status, title, detail, fields } = refusal
  const as = (contentType: string, body: string): Answer => ({
    status,
    headers: { 'Content-Type': contentType, ...headers },
    body,
  })
  switch (style) {
    case 'bando':
      return as('application/json', JSON.stringify({ errorCode: codeOf(name), message: detail, fields }))
    case 'legacy':
      return as(
        'application/json',
        JSON.stringify({ error: codeOf(name), message: detail, data: fields ?? null }),
      )
    case 'problem': {
      const type = name.startsWith('status-') ? 'about:blank' : `https://api.bando.cool/problems/${name}`
      return as('application/problem+json', JSON.stringify({ type, title, status, detail }))
    }
    case 'plain':
      return as('text/plain; charset=utf-8', `${title}: ${detail}\n`)
    case 'empty':
      return { status, headers: { ...headers }, body: null }
  }
}

/** Returns the error code: `'wallet-not-found'` is `WALLET_NOT_FOUND`. */
function codeOf(name: string): string {
  return name.toUpperCase().replaceAll('-', '_')
}
