/** A text without percent-encoding, and the original position of each character. */
export interface DecodedText {
  readonly text: string
  /** The index in the original at which each character starts, and the index of the end. */
  readonly starts: readonly number[]
}

/** A character that was encoded once or more. Each further time encodes the percent sign as %25. */
const encoded = /%(?:25)*([\da-f]{2})/gi
/**
 * The most passes over a text whose hex digits are encoded themselves. Each pass reads the whole
 * text.
 */
const mostPasses = 4

/**
 * Decodes each `%` with two hex digits by itself. Letters beyond ASCII become bytes, and invalid
 * encodings stay.
 */
export function decodedText(original: string): DecodedText {
  let decoded: DecodedText = {
    text: original,
    starts: Array.from({ length: original.length + 1 }, (_, index) => index),
  }
  for (let pass = 0; pass < mostPasses && decoded.text.includes('%'); pass++) {
    const next = decodedOnce(decoded)
    if (next.text.length === decoded.text.length) break
    decoded = next
  }
  return decoded
}

function decodedOnce({ text, starts }: DecodedText): DecodedText {
  const parts: string[] = []
  const at: number[] = []
  let from = 0
  const keep = (to: number): void => {
    parts.push(text.slice(from, to))
    for (let index = from; index < to; index++) at.push(starts[index] ?? 0)
  }
  for (const { 0: whole, 1: digits = '', index } of text.matchAll(encoded)) {
    keep(index)
    parts.push(String.fromCharCode(Number.parseInt(digits, 16)))
    at.push(starts[index] ?? 0)
    from = index + whole.length
  }
  keep(text.length)
  at.push(starts[text.length] ?? 0)
  return { text: parts.join(''), starts: at }
}
