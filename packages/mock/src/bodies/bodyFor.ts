import type { Answer } from '../answers/Answer.ts'
import type { Breakage } from '../faults/Fault.ts'
import { joinBytes } from './joinBytes.ts'

/**
 * Returns the bytes of a body that a fault will break. Of a stream, reads as much as the fault
 * needs and cancels the rest.
 */
export async function bodyFor(breakage: Breakage, body: Answer['body']): Promise<Uint8Array> {
  if (!(body instanceof ReadableStream)) return bytesOf(body)
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  for (const most = neededChunks(breakage); chunks.length < most;) {
    const { done, value } = await reader.read()
    if (done) return joinBytes(chunks)
    chunks.push(value)
  }
  // Cancelling may fail in the source, which is of no interest here.
  reader.cancel().catch(() => {})
  return joinBytes(chunks)
}

/**
 * Returns how many chunks a fault needs. `duplicate` and `drip` send the whole body; the others may
 * end in the first chunk.
 */
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
