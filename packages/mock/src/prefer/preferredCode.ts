/** Matches one preference: the text up to a comma outside of quotes. */
const preference = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g

/** RFC 7240 section 2: the name in any case, the value bare or quoted, parameters ignored. */
const code = /^\s*code\s*=\s*(?:"([45]\d\d)"|([45]\d\d))\s*(?:;|$)/i
const named = /^\s*code\s*(?:[=;]|$)/i

/**
 * Returns the error status that `Prefer: code=…` asks for. Ignores all other preferences, as RFC
 * 7240 requires.
 */
export function preferredCode(prefer: string | undefined): number | undefined {
  if (prefer === undefined) return undefined
  // If a preference is given twice, the first counts.
  const first = prefer.match(preference)?.find((one) => named.test(one))
  const [, quoted, bare] = code.exec(first ?? '') ?? []
  const digits = quoted ?? bare
  return digits === undefined ? undefined : Number(digits)
}
