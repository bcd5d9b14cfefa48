import type { Credential } from '../contract/Credential.ts'
import { deferred } from '../deferred.testing.ts'
import type { LastCommit, SharedStore, StoreOptions, StorePort } from '../contract/Store.ts'
import type { Outcome } from '../contract/Outcome.ts'
import { outcomes } from '../limiter/call.testing.ts'
import type { QueuedCall, QueuedCallOptions } from '../queue/QueuedCall.ts'
import { queued, silentCaller } from '../queue/queuedCall.testing.ts'
import type { Account } from '../scope/Account.ts'
import { Scope } from '../scope/Scope.ts'
import type { Sharing } from '../scope/Sharing.ts'
import { defineStore } from '../store/defineStore.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { SharedMemory } from '../testing/SharedMemory.ts'
import { terms } from './commit/snapshot.testing.ts'
import type { MemberState, Snapshot } from './snapshot/Snapshot.ts'
import { decodeSnapshot } from './snapshot/snapshotText.ts'

export const key = 'https://api.example#1'

export interface JoinOptions extends StoreOptions {
  /** @defaultValue that of the other members */
  readonly clock?: ManualClock
  /** Whether the member can commit as its process ends. @defaultValue false */
  readonly hasExit?: boolean
}

/** A store, and what its members wrote there. */
export function setUp() {
  const disk = new SharedMemory()
  const clock = new ManualClock()
  let members = 0
  return {
    disk,
    clock,
    snapshot: (): Snapshot => decodeSnapshot(disk.texts.get(key) ?? '')?.snapshot as Snapshot,
    join: (options?: JoinOptions) => {
      members += 1
      return joinStore(disk, members / 8, { clock, ...options })
    },
  }
}

/** How a member uses its port. The port replies to commits when `hold` resolves. */
interface PortLog {
  commits: number
  /** Whether a call waited, for each watch. */
  readonly watches: boolean[]
  stops: number
  hold: Promise<void> | undefined
  /** What the member would commit as its process ends, each time that it has asked to. */
  readonly lasts: (() => LastCommit | undefined)[]
  lastStops: number
  /** That of the last commit. */
  signal: AbortSignal | undefined
}

function logged(port: StorePort, log: PortLog, hasExit: boolean): StorePort {
  return {
    ...(hasExit && {
      onExit: (_, last) => {
        log.lasts.push(last)
        return () => (log.lastStops += 1)
      },
    }),
    commit: async (key, change, context) => {
      log.commits += 1
      log.signal = context.signal
      const committed = port.commit(key, change, context)
      await Promise.allSettled([committed])
      await log.hold
      return committed
    },
    watch: (key, listener, options) => {
      log.watches.push(options.isWaiting)
      const stop = port.watch(key, listener, options)
      return () => {
        log.stops += 1
        stop()
      }
    },
  }
}

/** The clients of one process, as a member of the store that `disk` keeps. */
function joinStore(
  disk: SharedMemory,
  seed: number,
  { clock, hasExit = false, ...options }: JoinOptions & Required<Pick<JoinOptions, 'clock'>>,
) {
  const log: PortLog = {
    commits: 0,
    watches: [],
    stops: 0,
    hold: undefined,
    lasts: [],
    lastStops: 0,
    signal: undefined,
  }
  const places: string[] = []
  const store = defineStore(logged(disk.port(), log, hasExit), options)
  let member: Sharing | undefined
  const join = (host: never): object => (member = store.join(host) as Sharing)
  const rules = { random: () => seed, maxFlightMs: 60_000, verifiedForMs: 60_000, maxInFlight: 4 }
  const shared = {
    store: { ...store, join } satisfies SharedStore,
    key,
    onDamage: (place: string) => places.push(place),
  }
  const scope = new Scope({ clock, ...rules }, shared)
  const leave = scope.enter()
  const memberId = Math.trunc(seed * 2 ** 52).toString(36)
  /** A call of `account` begins to wait, or leaves. */
  const enter = (
    account: Account,
    given: Partial<QueuedCallOptions> & { token?: string | undefined } = {},
  ): QueuedCall => {
    const { token = account.credentialIds.at(-1), ...own } = given
    const credential = token === undefined ? undefined : ({ id: token } as Credential)
    const call = queued('normal', { caller: silentCaller(credential), timeoutMs: 30_000, ...own })
    const entered = account.dispatcher.enter(call)
    if (typeof entered === 'object') call.refusal = entered
    return call
  }
  return {
    scope,
    log,
    places,
    leave,
    member: member as Sharing,
    /** The account of `token`, or of the anonymous caller. */
    account: (token?: string, requests = 100): Account =>
      scope.account(token, { ...terms, assumed: { requests, windowMs: 3_600_000 } }),
    enter,
    /** A call of `account` leaves. */
    send: async (account: Account): Promise<QueuedCall> => {
      const call = enter(account)
      await clock.advance(0)
      if (!call.isSent) throw new Error('The call has no permit.')
      return call
    },
    /** A request ends. Returns whether its caller may hear of that. */
    end: (call: QueuedCall, outcome: Outcome = outcomes.ok): { isTold: boolean } => {
      const state = { isTold: false }
      void scope.settled(call, outcome)?.then(() => (state.isTold = true))
      return state
    },
    /** A call of `account` is served. */
    serve: async (account: Account): Promise<void> => {
      const call = enter(account)
      await clock.advance(0)
      await scope.settled(call, outcomes.ok)
    },
    /** Holds up the replies to commits, until the result is called. */
    holdUp: (): (() => void) => {
      const { promise, resolve } = deferred<void>()
      log.hold = promise
      return () => {
        log.hold = undefined
        resolve()
      }
    },
    /** What `snapshot` has of this member. */
    of: ({ members }: Snapshot): MemberState | undefined => members[memberId],
  }
}
