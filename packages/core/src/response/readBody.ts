import { joinBytes } from './joinBytes.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A body as far as it was read. */
export type ReadBody =
  | { readonly kind: 'whole'; readonly bytes: Bytes }
  /** Longer than it may be: its first bytes. */
  | { readonly kind: 'tooLong'; readonly bytes: Bytes; readonly maxBytes: number }
  /** What had come when it broke off. */
  | { readonly kind: 'brokenOff'; readonly bytes: Bytes; readonly cause: unknown }

/** What may cancel the reading. */
export interface Cancellable {
  onCancel: (() => void) | undefined
}

/** As much as an error shows of a body that says beforehand that it is too long. */
const excerptBytes = 1024

/**
 * Reads to the end, or until there are more than `maxBytes`: then the connection is released. If it
 * is cancelled meanwhile, it returns what has come. Never rejects.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  cancellation?: Cancellable,
): Promise<ReadBody> {
  const chunks: Bytes[] = []
  let length = 0
  try {
    if (response.body === undefined) return await readUnstreamed(response, maxBytes)
    const reader = response.body?.getReader()
    if (cancellation && reader) cancellation.onCancel = () => void reader.cancel().catch(() => {})
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true }
      if (done) return { kind: 'whole', bytes: joinBytes(chunks) }
      if (!ArrayBuffer.isView(value)) throw new TypeError('The transport gave a body that is not of bytes.')
      chunks.push(value)
      length += value.byteLength
      if (length <= Math.min(excerptBytes, maxBytes)) continue
      if (length <= maxBytes && declaredBytes(response) <= maxBytes) continue
      reader?.cancel().catch(() => {})
      return { kind: 'tooLong', bytes: joinBytes(chunks).subarray(0, maxBytes), maxBytes }
    }
  } catch (cause) {
    return { kind: 'brokenOff', bytes: joinBytes(chunks), cause }
  }
}

/** Reads a response of a transport without streams, such as that of React Native, or a stub. */
async function readUnstreamed(response: Response, maxBytes: number): Promise<ReadBody> {
  const bytes =
    typeof response.arrayBuffer === 'function'
      ? new Uint8Array(await response.arrayBuffer())
      : new TextEncoder().encode(await response.text())
  return bytes.byteLength > maxBytes
    ? { kind: 'tooLong', bytes: bytes.subarray(0, maxBytes), maxBytes }
    : { kind: 'whole', bytes }
}

/**
 * Returns what the head says, or 0 if the bytes on the wire are not those of the body (RFC 9110,
 * section 8.4).
 */
function declaredBytes({ headers }: Response): number {
  const declared = headers.get('content-length') ?? ''
  return !headers.has('content-encoding') && /^\d{1,15}$/.test(declared) ? Number(declared) : 0
}
