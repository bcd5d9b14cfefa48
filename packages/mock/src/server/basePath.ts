import type { Answer } from '../answers/Answer.ts'
import { MockOptionError } from '../options/MockOptionError.ts'

/**
 * A base path without a slash at its end; empty if there is none.
 * @throws {MockOptionError} if it is no path
 */
export function checkedBasePath(given: string): string {
  const isPath = given === '' || (given.startsWith('/') && !given.startsWith('//') && !/[?#\s]/.test(given))
  if (isPath) return given.replace(/\/+$/, '')
  throw new MockOptionError(
    `Option "basePath" must be a path, but "${given}" was found. Write it with a slash at its start: "/bando".`,
  )
}

/** The path below the base path; `undefined` if it lies elsewhere. */
export function pathBelow(basePath: string, path: string): string | undefined {
  if (basePath === '') return path
  if (path === basePath) return '/'
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined
}

/** An answer as it leaves: a `Location` that is a path lies below the base path, too. */
export function answerBelow(basePath: string, answer: Answer): Answer {
  const { Location: location } = answer.headers
  if (basePath === '' || location === undefined || !isPath(location)) return answer
  return { ...answer, headers: { ...answer.headers, Location: basePath + location } }
}

/** Whether it is a path of the same host, and no other reference (RFC 3986 section 4.2). */
export function isPath(reference: string): boolean {
  return reference.startsWith('/') && !reference.startsWith('//')
}
