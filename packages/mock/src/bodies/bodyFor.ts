import type { Answer } from '../answers/Answer.ts'
import type { Breakage } from '../faults/Fault.ts'
import { joinBytes } from './joinBytes.ts'

/** The bytes of a body that is to be broken: of one that streams as much as that takes, and the rest is cancelled. */
export async function bodyFor(breakage: Breakage, body: Answer['body']): Promise<Uint8Array> {
  if (!(body instanceof ReadableStream)) return bytesOf(body)
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  for (const most = neededChunks(breakage); chunks.length < most;) {
    const { done, value } = await reader.read()
    if (done) return joinBytes(chunks)
    chunks.push(value)
  }
  // What feeds it may stop, and fail at that.
  reader.cancel().catch(() => {})
  return joinBytes(chunks)
}

/** What is sent twice, or slowly, is sent whole; what breaks off may do so in its first chunk. */
function neededChunks(breakage: Breakage): number {
  switch (breakage) {
    case 'duplicate':
    case 'drip':
      return Number.POSITIVE_INFINITY
    case 'half':
    case 'wrong-length':
      return 1
    case 'reset-before':
    case 'reset-after':
    case 'drop':
    case 'garbage':
      return 0
  }
}

function bytesOf(body: string | Uint8Array | null): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  return body ?? new Uint8Array()
}
