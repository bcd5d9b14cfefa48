/** Less of an encoded token gives nothing away, and would be found in many a text. */
const leastLength = 8

/**
 * How a token looks in hexadecimal and in base64, alone or within a longer text: there it begins at
 * any of three offsets, so that the characters which it shares with its neighbours are left out.
 * Other encodings are not worth the time of each text.
 */
export function encodings(token: string): string[] {
  const hexadecimal = token.replaceAll(/./g, (character) => character.charCodeAt(0).toString(16))
  const offsets = typeof btoa === 'undefined' ? [] : [0, 1, 2]
  const base64 = offsets.map((offset) => {
    const encoded = btoa('-'.repeat(offset) + token).replace(/=+$/, '')
    const isWhole = (offset + token.length) % 3 === 0
    return encoded.slice(offset === 0 ? 0 : offset + 1, isWhole ? undefined : -1)
  })
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  return [...new Set([hexadecimal, ...base64, ...base64url])].filter(({ length }) => length >= leastLength)
}
