import type { Snapshot } from './Snapshot.ts'

/** A document as it is stored: its checksum, a space, and itself as JSON. */
export function encodeSnapshot(snapshot: Snapshot): string {
  const json = JSON.stringify(snapshot)
  return `${checksum(json)} ${json}`
}

/** `undefined`: torn or damaged. */
export function decodeSnapshot(text: string): Snapshot | undefined {
  const json = text.slice(9)
  return text[8] === ' ' && text.startsWith(checksum(json)) ? (JSON.parse(json) as Snapshot) : undefined
}

/** FNV-1a, 32 bits, in hexadecimal: against accidents, not against people. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
