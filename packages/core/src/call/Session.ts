import type { Account } from '../scope/Account.ts'
import type { Scope } from '../scope/Scope.ts'
import type { TokenProvider } from '../credentials/TokenProvider.ts'
import type { Clock } from '../contract/Clock.ts'
import type { Transport } from '../contract/Transport.ts'
import type { RetryBudget } from './RetryBudget.ts'
import type { Emitter } from '../observe/Emitter.ts'
import type { Hints } from '../observe/Hints.ts'
import type { AbortHub } from './AbortHub.ts'
import type { Deduplicator } from './Deduplicator.ts'
import type { CallState } from './CallState.ts'
import type { ReceivedResponse } from './ReceivedResponse.ts'
import type { Settings } from '../options/settings.ts'
import type { WallTime } from '../observe/WallTime.ts'

/** What one client has at hand for all of its calls. */
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
  readonly deduplicator: Deduplicator<ReceivedResponse>
  /** The calls under way that have a key. */
  readonly keyedCalls: Map<unknown, CallState>
  /** Aborted when the client is closed. */
  readonly closing: AbortSignal
  account(credentialId: string | undefined): Account
}

/** An instant of the rules as epoch milliseconds: they may go by a store's clock. */
export function ruleToEpoch(
  session: Pick<Session, 'wall' | 'scope'>,
  instant: number | undefined,
): number | undefined {
  return instant === undefined ? undefined : toEpoch(session, instant - session.scope.offsetMs)
}

/** A monotonic instant as epoch milliseconds. */
export function toEpoch({ wall }: Pick<Session, 'wall'>, instant: number): number
export function toEpoch({ wall }: Pick<Session, 'wall'>, instant: number | undefined): number | undefined
export function toEpoch({ wall }: Pick<Session, 'wall'>, instant: number | undefined): number | undefined {
  return instant === undefined ? undefined : wall.toEpoch(instant)
}
