/**
 * One item of a structured-field list (RFC 9651, section 3.1) as far as the rate limit fields use
 * it.
 */
export interface ListItem {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Longer fields than this are nonsense, and not worth reading. */
const maxFieldLength = 4096

/**
 * Reads `"hour";q=100;w=3600, "minute";q=10;w=60`, and the same without quotes. Parameters that are
 * not known are kept, what cannot be read is left out. Linear in the length of the field.
 */
export function parseList(field: string): ListItem[] {
  if (field.length > maxFieldLength) return []
  return splitOutsideQuotes(field, ',').flatMap((member) => {
    const [head = '', ...rest] = splitOutsideQuotes(member, ';').map((part) => part.trim())
    if (head === '') return []
    const parameters = new Map<string, string>()
    for (const part of rest) {
      const equals = part.indexOf('=')
      if (equals > 0)
        parameters.set(part.slice(0, equals).trim().toLowerCase(), unquote(part.slice(equals + 1).trim()))
    }
    return [{ name: unquote(head), parameters }]
  })
}

/** A non-negative decimal number; anything else is `undefined`. */
export function parseNumber(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined
  const trimmed = text.trim()
  return /^\d{1,15}(\.\d{1,9})?$/.test(trimmed) ? Number(trimmed) : undefined
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '\\' && isQuoted) index += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(start, index))
      start = index + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}

function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}
