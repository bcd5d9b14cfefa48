import type { Redact } from '../contract/Redact.ts'

/**
 * A copy of an answer's headers, for an error: without the token, which a server may echo there.
 */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  const bare = new Headers()
  for (const [name, value] of headers) {
    // A name with something else in its place would be none.
    if (redact(name) === name) bare.append(name, redact(value))
  }
  return bare
}
