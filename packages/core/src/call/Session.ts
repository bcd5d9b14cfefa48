import type { Clock } from '../contract/Clock.ts'
import type { Transport } from '../contract/Transport.ts'
import type { TokenProvider } from '../credentials/TokenProvider.ts'
import type { Emitter } from '../observe/Emitter.ts'
import type { Hints } from '../observe/Hints.ts'
import type { WallTime } from '../observe/WallTime.ts'
import type { Settings } from '../options/settings.ts'
import type { Account } from '../scope/Account.ts'
import type { Scope } from '../scope/Scope.ts'
import type { CallState } from './CallState.ts'
import type { AbortHub } from '../cancellation/AbortHub.ts'
import type { CancellationList } from '../cancellation/CancellationList.ts'
import type { RetryBudget } from './retry.ts'
import type { SharedCalls } from './SharedCalls.ts'
import type { TimeLimits } from '../cancellation/TimeLimits.ts'

/** What one client uses for all of its calls. */
export interface Session {
  readonly settings: Settings
  readonly clock: Clock
  readonly wall: WallTime
  readonly random: () => number
  readonly transport: Transport
  readonly scope: Scope
  readonly credentials: TokenProvider
  readonly aborts: AbortHub
  readonly events: Emitter
  readonly hints: Hints
  readonly retryBudget: RetryBudget
  readonly shared: SharedCalls
  /** The calls in progress that have a key. */
  readonly keyedCalls: Map<unknown, CallState>
  /** Aborted when the client is closed. */
  readonly closing: AbortSignal
  /** What is cancelled when the client is closed. */
  readonly open: CancellationList
  /** The attempts in progress. */
  readonly attempts: TimeLimits
  account(credentialId: string | undefined): Account
}

/** Converts an instant of the rules, which may use a store's clock, to epoch milliseconds. */
export function ruleToEpoch(
  session: Pick<Session, 'wall' | 'scope'>,
  instant: number | undefined,
): number | undefined {
  return instant === undefined ? undefined : toEpoch(session, instant - session.scope.offsetMs)
}

/** Converts a monotonic instant to epoch milliseconds. */
export function toEpoch({ wall }: Pick<Session, 'wall'>, instant: number): number
export function toEpoch({ wall }: Pick<Session, 'wall'>, instant: number | undefined): number | undefined
export function toEpoch({ wall }: Pick<Session, 'wall'>, instant: number | undefined): number | undefined {
  return instant === undefined ? undefined : wall.toEpoch(instant)
}
