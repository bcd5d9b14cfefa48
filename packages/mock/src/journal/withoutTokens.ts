/** The start of a token, each letter as it is or percent-encoded, then all that a b64token may have (RFC 6750 section 2.1). */
const token = /(?:b|%62)(?:a|%61)(?:n|%6e)(?:d|%64)(?:o|%6f)(?:_|%5f)(?:[\w\-.~+/]|%[\da-f]{2})+=*/gi

/** Takes whatever looks like a token out of a text that goes into the journal. */
export function withoutTokens(text: string): string {
  // Most requests have neither, and are not searched further.
  return text.includes('bando_') || text.includes('%') ? text.replaceAll(token, '[token]') : text
}
