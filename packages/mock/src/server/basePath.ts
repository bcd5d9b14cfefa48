import type { Answer } from '../answers/Answer.ts'
import { MockOptionError } from '../options/MockOptionError.ts'

/**
 * Returns a base path without a final slash, or an empty text if there is none.
 * @throws {MockOptionError} if it is not a path
 */
export function checkedBasePath(given: string): string {
  const isPath = given === '' || (given.startsWith('/') && !given.startsWith('//') && !/[?#\s]/.test(given))
  if (isPath) return given.replace(/\/+$/, '')
  throw new MockOptionError(
    `Option "basePath" must be a path, but "${given}" was given. Start it with a slash: "/bando".`,
  )
}

/** Returns the path below the base path, or `undefined` if the path is outside of it. */
export function pathBelow(basePath: string, path: string): string | undefined {
  if (basePath === '') return path
  if (path === basePath) return '/'
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined
}

/** Returns the response with a `Location` below the base path, if the `Location` is a path. */
export function answerBelow(basePath: string, answer: Answer): Answer {
  const { Location: location } = answer.headers
  if (basePath === '' || location === undefined || !isPath(location)) return answer
  return { ...answer, headers: { ...answer.headers, Location: basePath + location } }
}

/** Returns true for a path on the same host (RFC 3986 section 4.2). */
export function isPath(reference: string): boolean {
  return reference.startsWith('/') && !reference.startsWith('//')
}
