import type { Redact } from '../contract/Redact.ts'
import { encodings } from './encodings.ts'
import { unescaped } from './unescaped.ts'

/** Less of a token's beginning gives nothing away, and would be found at the end of many a text. */
const leastBeginning = 4
/** In base64 or in hexadecimal, that is six or four characters of the token. */
const leastEncoded = 8
/** What every escape begins with. */
const escape = /[%\\&]/
/** An escape that a cut went through. */
const cutEscape = /(?:%[2-7]?|\\{1,4}(?:u0{0,2}[2-7]?|x[2-7]?)?|&(?:#x?[\da-f]{0,3})?)$/i

/**
 * Puts `name` where a text says `token`: in any case, since hosts are in lower case, escaped, in
 * base64 or in hexadecimal.
 */
export function redactor(token: string, name: string): Redact {
  const forms = [token, ...encodings(token)]
  const pattern = new RegExp(forms.map((form) => form.replaceAll(/[.+]/g, '\\$&')).join('|'), 'gi')
  const redact = (text: string): string => {
    const shown = text.replace(pattern, name)
    if (!escape.test(shown)) return shown
    const plain = unescaped(shown)
    // What needs no change otherwise is left as it was written.
    const bare = plain === shown ? plain : plain.replace(pattern, name)
    return bare === plain ? shown : bare
  }
  return (text, end) => (end === 'cut' ? withoutBeginning(redact(text), forms) : redact(text))
}

/** A text that was cut off, without what may be the beginning of a token in one of its `forms`. */
function withoutBeginning(text: string, forms: readonly string[]): string {
  const plain = unescaped(text).replace(cutEscape, '')
  for (const [index, form] of forms.entries()) {
    const end = plain.slice(-form.length).toLowerCase()
    const sought = form.toLowerCase()
    const least = index === 0 ? leastBeginning : leastEncoded
    for (let length = form.length - 1; length >= least; length -= 1) {
      if (end.endsWith(sought.slice(0, length))) return plain.slice(0, -length)
    }
  }
  return text
}
