import type { JournalAnswer } from './journalAnswer.ts'
import type { TokenOptions, TokenRecord } from '../accounts/TokenRegistry.ts'
import type { Fault } from '../faults/Fault.ts'
import type { JournalQuery } from '../journal/JournalQuery.ts'
import type { Limit } from '../limits/Limit.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import type { SettingsPatch } from '../options/parsePatch.ts'
import type { Played, Scenario } from '../scenarios/playScenario.ts'
import type { Lockable, Spender } from '../server/callers.ts'
import type { MockState } from '../server/mockState.ts'

/** Which requests of the journal to return to another process. */
export interface AwaitedQuery extends JournalQuery {
  /** Milliseconds to wait for a matching request, at most a minute. @defaultValue 0 */
  readonly waitMs?: number | undefined
}

/** The state of the mock's clock. */
export interface ClockState {
  readonly now: number
  readonly frozen: boolean
  readonly scale: number
}

/**
 * Drives a mock in another process through its admin API.
 * @throws {Error} with the mock's message if the mock refuses a request
 */
export function mockAdmin(url: string) {
  const ask = async <Reply>(method: string, path: string, body?: unknown): Promise<Reply> => {
    const response = await fetch(`${url.replace(/\/$/, '')}/_mock/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    const reply = text === '' ? undefined : (JSON.parse(text) as unknown)
    if (response.ok) return reply as Reply
    throw new Error(`The mock refused ${method} /_mock/${path}: ${response.status} ${text}`)
  }
  return {
    state: () => ask<MockState>('GET', 'state'),
    log: (query: AwaitedQuery = {}) => ask<JournalAnswer>('GET', `log?${queryOf(query)}`),
    settings: () => ask<MockSettings>('GET', 'settings'),
    configure: (patch: SettingsPatch) => ask<MockSettings>('PATCH', 'settings', patch),
    tokens: {
      list: () => ask<TokenRecord[]>('GET', 'tokens'),
      issue: (options: TokenOptions = {}) =>
        ask<{ token: string; fingerprint: string }>('POST', 'tokens', options),
      revoke: (token: string) => ask<void>('POST', `${pathOf(token)}/revoke`),
      setLimit: (token: string, limit?: Limit) => ask<void>('PATCH', pathOf(token), { limit }),
      expire: (token: string) => ask<void>('POST', `${pathOf(token)}/expire`),
    },
    spend: (who: Spender, requests: number) => ask<void>('POST', 'spend', { who, requests }),
    lock: (who: Lockable, forMs?: number) => ask<void>('POST', 'lock', { who, forMs }),
    unlock: (who: Lockable) => ask<void>('POST', 'unlock', { who }),
    clock: (move?: { advanceMs?: number; frozen?: boolean; scale?: number }) =>
      move ? ask<ClockState>('PATCH', 'clock', move) : ask<ClockState>('GET', 'clock'),
    faults: {
      list: () => ask<{ id: number; played: number; fault: Fault }[]>('GET', 'faults'),
      add: (fault: Fault) => ask<{ id: number }>('POST', 'faults', fault),
      next: (fault: Fault) => ask<{ id: number }>('POST', 'faults/next', fault),
      remove: (id: number) => ask<void>('DELETE', `faults/${id}`),
      clear: () => ask<void>('DELETE', 'faults'),
    },
    play: (name: Scenario) => ask<Played>('POST', 'scenario', { name }),
    reset: () => ask<void>('POST', 'reset'),
  }
}

/** Returns the path of a token, or of its fingerprint. A token may contain slashes. */
function pathOf(token: string): string {
  return `tokens/${encodeURIComponent(token)}`
}

function queryOf(query: AwaitedQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const pairs = given.map(([name, value]) => [name, String(value)])
  return new URLSearchParams(pairs).toString()
}
