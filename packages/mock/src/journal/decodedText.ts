/** A text without percent-encoding, however often it was encoded, and where each of its characters stood. */
export interface DecodedText {
  readonly text: string
  /** The index in the original at which each character began; one more for the end. */
  readonly starts: readonly number[]
}

/** Decodes each `%` that two hex digits follow, on its own: letters beyond ASCII come out as bytes, and no slip is an error. */
export function decodedText(original: string): DecodedText {
  let decoded: DecodedText = { text: original, starts: [...range(original.length + 1)] }
  while (encoded.test(decoded.text)) decoded = decodedOnce(decoded)
  return decoded
}

const encoded = /%[\da-f]{2}/i

function decodedOnce({ text, starts }: DecodedText): DecodedText {
  let out = ''
  const at: number[] = []
  for (let index = 0; index < text.length; index++) {
    at.push(starts[index] ?? 0)
    const code = text.slice(index, index + 3)
    if (text[index] !== '%' || !encoded.test(code)) {
      out += text[index]
      continue
    }
    out += String.fromCharCode(Number.parseInt(code.slice(1), 16))
    index += 2
  }
  at.push(starts[text.length] ?? 0)
  return { text: out, starts: at }
}

function* range(length: number): Generator<number> {
  for (let index = 0; index < length; index++) yield index
}
