import type { TokenRegistry } from '../accounts/TokenRegistry.ts'
import type { Limit } from '../limits/Limit.ts'
import type { Parts } from './Responder.ts'

/** The tokens of a mock; each may be named by itself or its fingerprint. */
export interface MockTokens extends Pick<TokenRegistry, 'issue' | 'revoke' | 'expire' | 'list'> {
  /** Gives a token another tier, or without a limit the mock's own; its budget begins anew. */
  setLimit(tokenOrFingerprint: string, limit?: Limit): void
}

/** A registry, together with the budgets that its tokens spend. */
export function tokensOf(registry: TokenRegistry, parts: Pick<Parts, 'gate'>): MockTokens {
  return {
    issue: (options) => {
      const token = registry.issue(options)
      parts.gate.budgets.fit(registry.known(token))
      return token
    },
    revoke: (token) => registry.revoke(token),
    expire: (token) => registry.expire(token),
    list: () => registry.list(),
    setLimit: (token, limit) => parts.gate.budgets.beginAnew(registry.setLimit(token, limit)),
  }
}
