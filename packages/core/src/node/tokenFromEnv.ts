import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { kindOf } from '../errors/show.ts'

/**
 * A token source that reads the environment variable `name` each time it is asked. A variable that
 * is not set fails the call with a `BandoTokenError` that names it.
 * @example createBando({ token: tokenFromEnv('BANDO_TOKEN') })
 * @throws BandoConfigError if `name` cannot be the name of a variable
 */
export function tokenFromEnv(name: string): () => string {
  if (typeof name !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    // Not quoted: `tokenFromEnv(process.env.X)` was given the token.
    throw new BandoConfigError(
      `tokenFromEnv: needs the name of a variable in quotation marks, such as 'BANDO_TOKEN'. Found ${kindOf(name)}${typeof name === 'string' ? ' of other characters' : ''}.`,
    )
  }
  return () => {
    const token = process.env[name]?.trim()
    if (token) return token
    throw new BandoConfigError(
      `The environment variable ${shownName(name)} is ${token === '' ? 'empty' : 'not set'}. Set it to the token that api@bando.cool sent you.`,
    )
  }
}

/** Variables are named in capitals. Anything else may be the token itself. */
function shownName(name: string): string {
  return /^[A-Z_][A-Z0-9_]*$/.test(name)
    ? name
    : 'that tokenFromEnv was given (not shown, since it is not in capitals)'
}
