import type { StorePort } from '../contract/Store.ts'

/** A text that another has replaced. */
interface Replaced {
  readonly text: string | undefined
  readonly version: number
  readonly at: number
}

/** The last replaced text of each key, of all members. */
export type ReplacedTexts = Map<string, Replaced>

/** A change that writes nothing may have run on a text as old as this (`StorePort.commit`). */
const mostStaleMs = 1000

export interface StaleOptions {
  readonly replaced: ReplacedTexts
  readonly isStale: () => boolean
  readonly now: () => number
  /** Resolves when the member hears of the text that it did not have. */
  readonly heard: () => Promise<void>
}

/**
 * A port of one member. While it is stale, the member still has the text before the last one, and
 * hears of the last one later. A change that writes runs again.
 */
export function stalePort(port: StorePort, { replaced, isStale, now, heard }: StaleOptions): StorePort {
  const listeners = new Set<() => void>()
  let newestOld = -1
  const tell = async (): Promise<void> => {
    await heard()
    for (const listener of listeners) listener()
  }
  return {
    async commit(key, change, context) {
      let usedVersion: number | undefined
      const stale: typeof change = (text, at, version) => {
        const old = isStale() ? replaced.get(key) : undefined
        if (old && old.version > newestOld) {
          newestOld = old.version
          const first = change(old.text, at, old.version)
          if (first.next === undefined && now() - old.at < mostStaleMs) {
            usedVersion = old.version
            return first
          }
        }
        const done = change(text, at, version)
        if (done.next !== undefined) replaced.set(key, { text, version, at: now() })
        return done
      }
      const done = await port.commit(key, stale, context)
      if (usedVersion === undefined) return done
      void tell()
      return { ...done, version: usedVersion }
    },
    watch(key, listener, options) {
      const stop = port.watch(key, listener, options)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        stop()
      }
    },
  }
}
