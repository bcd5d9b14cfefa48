// At most four backslashes, for JSON within JSON within JSON: a body may be made of nothing else,
// and each is looked at so often.
const hexadecimal = /(?:%|\\{1,4}(?:u00|x))([2-7][\da-f])|&#x([2-7][\da-f]);/gi
/** Of an escape that was escaped again. */
const escapedPercent = /%25(?=(?:25)?[2-7][\da-f])/gi
const decimal = /&#(\d{2,3});/g
const escapedSlash = /\\{1,4}\//g
/** An escape of an escape of an escape is as deep as it goes. */
const maxRounds = 3
/** RFC 6750, section 2.1. Quotes and the like stay as they are: JSON remains JSON. */
const ofToken = /[\w.~+/=-]/

/**
 * A text with those characters that a token may have as they are, however they are escaped: as in a
 * URL, in JSON (`\/`), or in HTML.
 */
export function unescaped(text: string): string {
  let plain = text
  // What was escaped twice needs it twice.
  for (let round = 0; round < maxRounds; round += 1) {
    const next = unescapedOnce(plain)
    if (next === plain) break
    plain = next
  }
  return plain
}

function unescapedOnce(text: string): string {
  return text
    .replace(escapedPercent, '%')
    .replace(hexadecimal, (escape: string, digits?: string, htmlDigits?: string) =>
      characterOf(escape, Number.parseInt(digits ?? htmlDigits ?? '', 16)),
    )
    .replace(decimal, (escape: string, digits: string) => characterOf(escape, Number(digits)))
    .replace(escapedSlash, '/')
}

function characterOf(escape: string, code: number): string {
  const character = String.fromCharCode(code)
  return ofToken.test(character) ? character : escape
}
