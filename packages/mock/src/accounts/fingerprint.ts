import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Returns the name under which a credential may be shown: the first 16 hex digits of its SHA-256.
 */
export function fingerprint(secret: string): string {
  return bytesToHex(sha256(utf8ToBytes(secret))).slice(0, 16)
}

/** Returns true if the text has the form of a fingerprint. */
export function isFingerprint(text: string): boolean {
  return /^[\da-f]{16}$/.test(text)
}
