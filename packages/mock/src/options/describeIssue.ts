import type * as v from 'valibot'
import { nearest } from '../text/nearest.ts'
import { namesAt } from './namesAt.ts'

/**
 * Describes an invalid value in one sentence: what was expected, and what was found. `nameOf`
 * formats a path as its source writes it.
 */
export function describeIssue(
  issue: v.BaseIssue<unknown>,
  nameOf: (path: string) => string,
  schema: v.GenericSchema,
): string {
  const { path, told } = mostTelling(issue)
  const keys = path.map(({ key }) => String(key))
  const name = keys.join('.')
  if (told.expected === 'never') return `There is no option ${nameOf(name)}. ${instead(keys, nameOf, schema)}`
  if (isMissing(told)) {
    return `Option ${nameOf(name)} is missing: ${nameOf(keys.slice(0, -1).join('.'))} must be ${told.message}.`
  }
  const found = isSecret(name) ? 'another text' : shown(told.input)
  const subject = name === '' ? capitalised(nameOf('')) : `Option ${nameOf(name)}`
  return `${subject} must be ${told.message}, but ${found} was given.`
}

function instead(keys: readonly string[], nameOf: (path: string) => string, schema: v.GenericSchema): string {
  const parents = keys.slice(0, -1)
  const meant = nearest(keys.at(-1) ?? '', namesAt(schema, parents))
  return meant === undefined
    ? 'Remove it, or look up its name in the README.'
    : `Did you mean ${nameOf([...parents, meant].join('.'))}?`
}

/**
 * Returns the issue inside the intended variant of a union. If several variants are objects, none
 * is known to be intended.
 */
function mostTelling(issue: v.BaseIssue<unknown>): {
  path: readonly v.IssuePathItem[]
  told: v.BaseIssue<unknown>
} {
  const path = issue.path ?? []
  const issues = issue.type === 'union' ? (issue.issues ?? []) : []
  const inner = issues.some((one) => one.path === undefined) ? issues.at(-1) : undefined
  return inner?.path ? { path: [...path, ...inner.path], told: inner } : { path, told: issue }
}

/**
 * Returns true for a missing key. The schema reports it as an issue of the object, which expects
 * the quoted name.
 */
function isMissing({ type, expected }: v.BaseIssue<unknown>): boolean {
  return type === 'strict_object' && expected?.startsWith('"') === true
}

/**
 * Returns true for a token's value. It is not repeated, as it may be a real token in the wrong
 * place.
 */
function isSecret(name: string): boolean {
  return /^tokens(?:\.\d+)?$|(?:^|\.)token$/.test(name)
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function shown(input: unknown): string {
  // JSON cannot express infinite numbers or NaN.
  if (typeof input === 'number') return String(input)
  const hide = (key: string, value: unknown): unknown =>
    key === 'token' || key === 'tokens' ? 'another text' : value
  return JSON.stringify(input, hide) ?? typeof input
}
