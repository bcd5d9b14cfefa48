/**
 * A form as the bytes that will be sent (HTML standard, "multipart/form-data encoding algorithm").
 * `fetch` would write it with another boundary each time, so that to a server that compares bytes,
 * as it may for an idempotency key, no two tries were the same.
 */
export function encodeForm(form: FormData): { body: Blob; contentType: string } {
  const boundary = `----bando${randomHex()}`
  const parts: BlobPart[] = []
  form.forEach((value, name) => {
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withCrlf(name))}"`)
    if (typeof value === 'string') {
      parts.push('\r\n\r\n', withCrlf(value), '\r\n')
    } else {
      const type = value.type || 'application/octet-stream'
      parts.push(`; filename="${escaped(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, '\r\n')
    }
  })
  parts.push(`--${boundary}--\r\n`)
  return { body: new Blob(parts), contentType: `multipart/form-data; boundary=${boundary}` }
}

function withCrlf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n')
}

function escaped(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}

/** Returns so many random bits that no file holds the boundary. */
function randomHex(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
