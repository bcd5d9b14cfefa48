/** What an `Authorization` field says: nothing, a bearer token, or something that is neither. */
export type Credential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'malformed'; readonly value: string }

const anonymous: Credential = { kind: 'anonymous' }

/** RFC 6750 section 2.1: the scheme in any case (RFC 9110 section 11.1), spaces, then a b64token. */
const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i

/** Reads an `Authorization` field's value; `undefined` where the request has none. */
export function readCredential(authorization: string | undefined): Credential {
  if (authorization === undefined) return anonymous
  const token = bearer.exec(authorization)?.[1]
  return token === undefined ? { kind: 'malformed', value: authorization } : { kind: 'bearer', token }
}
