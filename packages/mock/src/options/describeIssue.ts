import type * as v from 'valibot'
import { nearest } from '../text/nearest.ts'

/** What is wrong with a value, in one sentence: what was expected, and what was found; `known` are the names that there are. */
export function describeIssue(
  issue: v.BaseIssue<unknown>,
  nameOf: (path: string) => string,
  known: readonly string[],
): string {
  const { path, told } = mostTelling(issue)
  const name = path.map(({ key }) => String(key)).join('.')
  if (told.expected === 'never') return `There is no option ${nameOf(name)}. ${instead(name, nameOf, known)}`
  const found = isSecret(name) ? 'another text' : shown(told.input)
  return `Option ${nameOf(name)} must be ${told.message}, but ${found} was given.`
}

function instead(name: string, nameOf: (path: string) => string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return meant === undefined
    ? 'Leave it out, or look for its right name in the README.'
    : `Leave it out, or write ${nameOf(meant)}, which is nearest to it.`
}

/** In a union, the issue inside the variant that was meant. */
function mostTelling(issue: v.BaseIssue<unknown>): {
  path: readonly v.IssuePathItem[]
  told: v.BaseIssue<unknown>
} {
  const path = issue.path ?? []
  const inner = issue.type === 'union' ? issue.issues?.at(-1) : undefined
  return inner?.path ? { path: [...path, ...inner.path], told: inner } : { path, told: issue }
}

/** A token's value is not repeated: it may be a real one, pasted wrongly. */
function isSecret(name: string): boolean {
  return name === 'token' || name.endsWith('.token') || name.startsWith('tokens.')
}

function shown(input: unknown): string {
  const hide = (key: string, value: unknown): unknown => (key === 'token' ? 'another text' : value)
  return JSON.stringify(input, hide) ?? typeof input
}
