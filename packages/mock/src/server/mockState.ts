import type { TokenRegistry, TokenStatus } from '../accounts/TokenRegistry.ts'
import type { Gate } from '../gate/Gate.ts'
import type { Limit } from '../limits/Limit.ts'
import type { Meter } from '../limits/Meter.ts'

/** The budget of one caller. Instants are epoch milliseconds on the mock's clock. */
export interface CallerState {
  readonly kind: 'token' | 'anonymous'
  /** The token's fingerprint, or the caller's address. */
  readonly caller: string
  readonly owner?: string
  readonly status?: TokenStatus
  readonly limit: Limit
  readonly used: number
  readonly remaining: number
  /** When nothing is spent any more, or null if nothing is spent. */
  readonly resetAt: number | null
}

/** An owner or address with recent failures. */
export interface LockoutState {
  readonly kind: 'owner' | 'address'
  readonly name: string
  readonly failures: number
  /** The end of the lock, or null if there is none. */
  readonly lockedUntil: number | null
}

/** A snapshot of everything that the mock enforces. */
export interface MockState {
  readonly now: number
  readonly callers: readonly CallerState[]
  readonly lockouts: readonly LockoutState[]
}

/** Takes a snapshot of every token, every address with a spent budget, and every lockout. */
export function mockState(gate: Gate, registry: TokenRegistry, now: number): MockState {
  return { now, callers: [...callersOf(gate, registry, now)], lockouts: [...lockoutsOf(gate, now)] }
}

function* callersOf({ budgets }: Gate, registry: TokenRegistry, now: number): Generator<CallerState> {
  for (const token of registry.list()) {
    const { fingerprint: caller, owner, status } = token
    yield { kind: 'token', caller, owner, status, ...spent(budgets.shownOf(token), now) }
  }
  for (const [caller, meter] of budgets.addresses(now))
    yield { kind: 'anonymous', caller, ...spent(meter, now) }
}

function spent(meter: Meter, now: number): Pick<CallerState, 'limit' | 'used' | 'remaining' | 'resetAt'> {
  const { remaining, resetAt } = meter.quota(now)
  const used = meter.limit.requests - remaining
  return { limit: meter.limit, used, remaining, resetAt: resetAt > now ? resetAt : null }
}

function* lockoutsOf({ guard }: Gate, now: number): Generator<LockoutState> {
  for (const kind of ['owner', 'address'] as const) {
    const lockouts = kind === 'owner' ? guard.owners : guard.addresses
    for (const { lockedUntil, ...rest } of lockouts?.list(now) ?? []) {
      yield { kind, ...rest, lockedUntil: lockedUntil ?? null }
    }
  }
}
