import type { Credential } from '../contract/Credential.ts'

/** The one in use, and those before it: no call is under way through more changes than this. */
const most = 4

/**
 * The tokens that a client uses and lately used: one that was replaced may still be valid, and be
 * in an answer that comes late.
 */
export class KnownTokens {
  #known: readonly Credential[] = []

  add(credential: Credential): void {
    const others = this.#known.filter(({ id }) => id !== credential.id)
    this.#known = [credential, ...others].slice(0, most)
  }

  redact(text: string, end?: 'whole' | 'cut'): string {
    let bare = text
    for (const credential of this.#known) bare = credential.redact(bare, end)
    return bare
  }
}
