import { fingerprint } from '../accounts/fingerprint.ts'
import type { TokenStatus } from '../accounts/TokenRegistry.ts'
import type { Limit } from '../limits/Limit.ts'
import type { MockOptions } from '../options/MockOptions.ts'
import type { Mock } from '../server/Mock.ts'

/** A token of the configuration, as the command shows it. */
export interface OwnToken {
  readonly owner: string
  readonly fingerprint: string
  /** The token, only if the mock generated it. A token from the configuration is never printed. */
  readonly token?: string
  readonly limit: Limit
  readonly status: TokenStatus
}

/** Issues the configuration's tokens as `createMock` would, and returns what to show of them. */
export function issueOwnTokens(mock: Mock, given: MockOptions['tokens'] = []): OwnToken[] {
  return given.map((one) => {
    const options = typeof one === 'string' ? { token: one } : one
    const token = mock.tokens.issue(options)
    const name = fingerprint(token)
    const record = mock.tokens.list().find((known) => known.fingerprint === name)
    return {
      owner: record?.owner ?? '',
      fingerprint: name,
      ...(options.token === undefined && { token }),
      limit: options.limit ?? mock.settings.limit,
      status: options.status ?? 'valid',
    }
  })
}
