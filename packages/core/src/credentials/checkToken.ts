import { BandoConfigError } from '../errors/BandoConfigError.ts'

/** RFC 6750, section 2.1. */
const b64token = /^[A-Za-z0-9\-._~+/]+=*$/
/**
 * What templates, examples and shells leave in place of a token. A prefix `bando_` is taken off
 * before.
 */
const placeholders = [
  /^<.*>$/,
  /^\[.*\]$/,
  /^\{\{.*\}\}$/,
  /^\$\{.*\}$/,
  /^\$[A-Z_]+$/,
  /^%.*%$/,
  /^(?:import\.meta\.|process\.)?env\./i,
  /^(?:[A-Z]+_)+(?:TOKEN|KEY|SECRET)$/,
  /^(?:(?:paste|insert|enter|put|add)[-_ ])?(?:your|the)[-_ ].*(?:token|key)/i,
  /^(?:paste|insert|enter|replace)[-_ ].*(?:token|key|me|here)/i,
  /^(?:(?:api[-_]?)?(?:token|key)[-_])?(?:goes[-_])?here$/i,
  /^(?:change|replace|fill)[-_]?(?:me|this|it)(?:[-_]in)?$/i,
  /^(?:placeholder|todo|tbd|fixme|redacted)$/i,
  /^(?:x{3,}|\.{2,}|…|\*+)$/i,
]
/** What a value that is not there becomes as text. */
const unset = /^(?:undefined|null|none|nil|nan|true|false|\[object .*\])$/i

/**
 * Names the mistake in what should be a token, without ever repeating it. @throws BandoConfigError
 */
export function checkToken(token: unknown): string {
  const ask = 'Use the token that api@bando.cool sent you, or leave `token` out to call anonymously.'
  if (typeof token !== 'string') {
    throw new BandoConfigError(
      `The token must be a string, but is ${token === null ? 'null' : typeof token}. ${ask}`,
    )
  }
  if (token === '') throw new BandoConfigError(`The token is empty. ${ask}`)
  const bare = token.trim()
  if (unset.test(bare)) {
    throw new BandoConfigError(
      `The token is the text "${bare}", which a value that is not set becomes as text. Set what the token is read from, or leave \`token\` out to call anonymously.`,
    )
  }
  if (
    placeholders.some(
      (placeholder) => placeholder.test(bare.replace(/^bando_/i, '')) || placeholder.test(bare),
    )
  ) {
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
