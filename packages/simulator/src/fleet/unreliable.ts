import type { SharedStore } from '@bando/core'
import { defineStore } from '@bando/core/store'
import type { Random } from '../time/random.ts'

export interface UnreliableOptions {
  readonly isAway: () => boolean
  readonly random: Random
  /** What the member may spend while the store is away. */
  readonly outageShare: number
}

/**
 * A store that is away at times for one member. A commit fails then: half of those have been
 * written, and only the reply is lost.
 */
export function unreliable(
  { port }: SharedStore,
  { isAway, random, outageShare }: UnreliableOptions,
): SharedStore {
  return defineStore(
    {
      async commit(key, change, context) {
        if (!isAway()) return port.commit(key, change, context)
        if (random() < 0.5) await port.commit(key, change, context)
        throw new Error('the store is away')
      },
      watch: (key, listener, options) => port.watch(key, () => isAway() || listener(), options),
    },
    { outageShare },
  )
}

/** A time in which the store is away for one member, or for all. */
export interface Outage {
  /** `undefined` for all. */
  readonly member: number | undefined
  readonly atMs: number
  readonly lastsMs: number
}

/** Whether the store is away for `member` at `now`. */
export function isAway(outages: readonly Outage[], member: number, now: number): boolean {
  return outages.some(
    (outage) =>
      (outage.member ?? member) === member && outage.atMs <= now && now < outage.atMs + outage.lastsMs,
  )
}
