type Bytes = Uint8Array<ArrayBuffer>

/** Chunks as one; a single one is not copied. */
export function joinBytes(chunks: readonly Bytes[]): Bytes {
  const [first] = chunks
  if (first && chunks.length === 1) return first
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    joined.set(chunk, offset)
    offset += chunk.byteLength
  }
  return joined
}
