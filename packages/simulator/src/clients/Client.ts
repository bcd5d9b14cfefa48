import type { SharedStore } from '@bando/core'
import type { Quota } from '../servers/Algorithm.ts'
import type { Random } from '../time/random.ts'
import type { VirtualTime } from '../time/VirtualTime.ts'

export interface ClientSetting {
  readonly quota: Quota
  readonly time: VirtualTime
  readonly random: Random
  /** The state that outlives a restart. */
  readonly store: SharedStore
  /** Sends one request. Its response may never come. */
  readonly send: (signal?: AbortSignal | null) => Promise<Response>
}

/** The client of one process. */
export interface Client {
  /**
   * Makes one call as soon as its limiter allows it. Resolves to the ms that its caller should rest
   * before the next.
   */
  call(): Promise<number>
  /** Ends with the process, which is killed. */
  stop(): void
}

export interface ClientKind {
  readonly name: string
  /** Whether it reads time from the globals. */
  readonly usesGlobals: boolean
  /** Whether the client keeps its state across a restart. */
  readonly remembers: boolean
  readonly start: (setting: ClientSetting) => Client
}
