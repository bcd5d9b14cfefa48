import type { TokenRegistry } from '../accounts/TokenRegistry.ts'
import type { Fault } from '../faults/Fault.ts'
import type { Faults } from '../faults/Faults.ts'
import { MockOptionError } from '../options/MockOptionError.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import type { Lockable, Spender } from '../server/callers.ts'
import type { MockState } from '../server/mockState.ts'

/**
 * Situations by name:
 * - `healthy`: nothing fails, and nothing is spent or locked
 * - `nearly-spent`: every token, and the caller on 127.0.0.1, has one request left
 * - `rolled-token`: every valid token is revoked, and its owner has a new one
 * - `locked`: every owner, and 127.0.0.1, is locked, if the lockout rule locks that kind
 * - `flapping`: every second response is a 503
 * - `outage`: a gateway in front responds with 503 to everything
 * - `slow`: half of the responses take more than 0.8 s, one in a hundred more than 5 s
 * - `skewed-clock`: the server's clock is two hours ahead
 */
export const scenarios = [
  'healthy',
  'nearly-spent',
  'rolled-token',
  'locked',
  'flapping',
  'outage',
  'slow',
  'skewed-clock',
] as const

export type Scenario = (typeof scenarios)[number]

/** The result of playing a scenario. */
export interface Played {
  /** The new tokens, by owner. */
  readonly tokens: Readonly<Record<string, string>>
}

/** The part of a mock that scenarios use. */
interface Stage {
  readonly tokens: Pick<TokenRegistry, 'issue' | 'revoke' | 'list'>
  readonly faults: Pick<Faults, 'add' | 'clear'>
  readonly settings: MockSettings
  readonly state: MockState
  spend(who: Spender, requests: number): void
  lock(who: Lockable): void
  advance(ms: number): void
  forget(): void
}

/** The address of this machine's own caller, which scenarios change beside the tokens. */
const address = '127.0.0.1'

const skewMs = 7_200_000

const faults = {
  flapping: { name: 'flapping', status: 503, nth: 2 },
  outage: { name: 'outage', status: 503, counted: false },
  slow: { name: 'slow', delayMs: { medianMs: 800, p99Ms: 5000 } },
} as const satisfies Record<string, Fault>

/**
 * Puts a mock into a named situation.
 * @throws {MockOptionError} if there is no such scenario
 */
export function playScenario(mock: Stage, scenario: Scenario): Played {
  switch (scenario) {
    case 'healthy':
      mock.faults.clear()
      mock.forget()
      break
    case 'nearly-spent':
      spendAllButOne(mock)
      break
    case 'rolled-token':
      return { tokens: roll(mock) }
    case 'locked':
      lockAll(mock)
      break
    case 'flapping':
    case 'outage':
    case 'slow':
      mock.faults.add(faults[scenario])
      break
    case 'skewed-clock':
      mock.advance(skewMs)
      break
    default:
      throw new MockOptionError(unknownScenario(scenario))
  }
  return { tokens: {} }
}

function unknownScenario(scenario: never): string {
  return `There is no scenario ${JSON.stringify(scenario)}. Play one of ${scenarios.map((name) => `"${name}"`).join(', ')}.`
}

function spendAllButOne(mock: Stage): void {
  for (const { kind, caller, remaining } of mock.state.callers) {
    if (kind === 'token') mock.spend({ token: caller }, allButOne(remaining))
  }
  const { remaining = mock.settings.anonymousLimit.requests } =
    mock.state.callers.find(({ kind, caller }) => kind === 'anonymous' && caller === address) ?? {}
  mock.spend({ address }, allButOne(remaining))
}

function allButOne(remaining: number): number {
  return Math.max(0, remaining - 1)
}

function lockAll(mock: Stage): void {
  const { lockout } = mock.settings
  const by = lockout === false ? 'both' : lockout.by
  if (by !== 'address') for (const { owner } of mock.tokens.list()) mock.lock({ owner })
  if (by !== 'owner') mock.lock({ address })
}

function roll(mock: Stage): Record<string, string> {
  // A map, because an owner may be called `constructor`.
  const fresh = new Map<string, string>()
  for (const { fingerprint, owner, limit, addresses, status } of mock.tokens.list()) {
    if (status !== 'valid') continue
    mock.tokens.revoke(fingerprint)
    if (!fresh.has(owner)) fresh.set(owner, mock.tokens.issue({ owner, limit, addresses }))
  }
  return Object.fromEntries(fresh)
}
