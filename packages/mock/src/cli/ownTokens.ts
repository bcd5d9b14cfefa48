import { fingerprint } from '../accounts/fingerprint.ts'
import type { TokenStatus } from '../accounts/TokenRegistry.ts'
import type { Limit } from '../limits/Limit.ts'
import type { MockOptions } from '../options/MockOptions.ts'
import type { Mock } from '../server/Mock.ts'

/** A token of the configuration, as the command tells of it. */
export interface OwnToken {
  readonly owner: string
  readonly fingerprint: string
  /** Only where the mock made it up: nothing else would show it, while whoever gave one has it. */
  readonly token?: string
  readonly limit: Limit
  readonly status: TokenStatus
}

/** Issues the configuration's tokens, as `createMock` would, and keeps what to tell of them. */
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
