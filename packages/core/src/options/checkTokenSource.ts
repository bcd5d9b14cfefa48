import type { TokenSource } from '../contract/TokenSource.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { kindOf } from '../errors/show.ts'

/**
 * The token or the function that gives it; `undefined` for anonymous calls. @throws
 * BandoConfigError, which never repeats it
 */
export function checkTokenSource(given: TokenSource | null | undefined): TokenSource | undefined {
  if (given === undefined || given === null) return undefined
  if (typeof given === 'string' || typeof given === 'function') return given
  const kind = kindOf(given)
  const advice =
    kind === 'a promise'
      ? 'Pass a function that returns the promise: it is called again after a 401.'
      : /Buffer|Array\)/.test(kind)
        ? "Decode it: buffer.toString('utf8')."
        : 'Pass the token that api@bando.cool sent you, or leave `token` out to call anonymously.'
  throw new BandoConfigError(`token: needs a string, or a function that returns it. Found ${kind}. ${advice}`)
}
