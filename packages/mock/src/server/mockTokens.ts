import type { TokenRegistry } from '../accounts/TokenRegistry.ts'
import type { Limit } from '../limits/Limit.ts'
import type { Parts } from './Responder.ts'

/** The tokens of a mock. Each method takes a token or its fingerprint. */
export interface MockTokens extends Pick<TokenRegistry, 'issue' | 'revoke' | 'expire' | 'list'> {
  /** Sets the token's limit, or the mock's own if none is given. Resets the token's budget. */
  setLimit(tokenOrFingerprint: string, limit?: Limit): void
}

/** Joins a registry with the budgets of its tokens. */
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
