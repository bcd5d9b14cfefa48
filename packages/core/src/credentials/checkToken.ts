import { BandoConfigError } from '../errors/BandoConfigError.ts'

/** RFC 6750, section 2.1. */
const b64token = /^[A-Za-z0-9\-._~+/]+=*$/
const placeholders = [/^<.*>$/, /^\{\{.*\}\}$/, /^\$\{.*\}$/, /^\$[A-Z_]+$/, /^your[-_ ].*token/i]

/** Names the mistake in what should be a token, without ever repeating it. @throws BandoConfigError */
export function checkToken(token: unknown): string {
  const ask = 'Use the token that api@bando.cool sent you, or leave `token` out to call anonymously.'
  if (typeof token !== 'string') {
    throw new BandoConfigError(
      `The token must be a string, but is ${token === null ? 'null' : typeof token}. ${ask}`,
    )
  }
  if (token === '') throw new BandoConfigError(`The token is empty. ${ask}`)
  if (placeholders.some((placeholder) => placeholder.test(token.trim()))) {
    throw new BandoConfigError(`The token is a placeholder that was left in. ${ask}`)
  }
  if (/^bearer\s/i.test(token)) {
    throw new BandoConfigError(
      'The token begins with "Bearer ". Leave that out: the client writes the header itself.',
    )
  }
  if (/\s/.test(token)) {
    throw new BandoConfigError('The token contains white space, perhaps a line break at its end. Trim it.')
  }
  if (!b64token.test(token)) {
    throw new BandoConfigError(
      `The token contains a character that no bearer token may have (RFC 6750, section 2.1). ${ask}`,
    )
  }
  return token
}
