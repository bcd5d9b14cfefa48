/** The credential of an `Authorization` field: none, a bearer token, or a malformed one. */
export type Credential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'malformed'; readonly value: string }

const anonymous: Credential = { kind: 'anonymous' }

/**
 * RFC 6750 section 2.1: the scheme in any case (RFC 9110 section 11.1), spaces, then a b64token.
 */
const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

/** Reads the value of an `Authorization` field, or `undefined` if the request has none. */
export function readCredential(authorization: string | undefined): Credential {
  if (authorization === undefined) return anonymous
  const token = bearer.exec(authorization)?.[1]
  return token === undefined ? { kind: 'malformed', value: authorization } : { kind: 'bearer', token }
}
