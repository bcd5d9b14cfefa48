import type { SharedStore } from '@bando/core'
import type { Quota } from '../servers/Algorithm.ts'
import type { Random } from '../time/random.ts'
import type { VirtualTime } from '../time/VirtualTime.ts'

export interface ClientSetting {
  readonly quota: Quota
  readonly time: VirtualTime
  readonly random: Random
  /** What outlives a restart. */
  readonly store: SharedStore
  /** Sends one request; its answer may never come. */
  readonly send: (signal?: AbortSignal | null) => Promise<Response>
}

/** One process's client. */
export interface Client {
  /** Makes one call, whenever it may; resolves with how long its caller should rest before the next, in ms. */
  call(): Promise<number>
  /** Ends with the process, which is killed. */
  stop(): void
}

export interface ClientKind {
  readonly name: string
  /** Whether it reads time from the globals. */
  readonly usesGlobals: boolean
  /** Whether it is to find what it knew before a restart. */
  readonly remembers: boolean
  readonly start: (setting: ClientSetting) => Client
}
