// At most four backslashes, for JSON within JSON within JSON: a body may be made of nothing else, and each is looked at so often.
const hexadecimal = /(?:%|\\{1,4}(?:u00|x))([2-7][\da-f])|&#x([2-7][\da-f]);/gi
const decimal = /&#(\d{2,3});/g
const escapedSlash = /\\{1,4}\//g
/** RFC 6750, section 2.1. Quotes and the like stay as they are: JSON remains JSON. */
const ofToken = /[\w.~+/=-]/

/** A text with those characters that a token may have as they are, however they are escaped: as in a URL, in JSON (`\/`), or in HTML. */
export function unescaped(text: string): string {
  return text
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
