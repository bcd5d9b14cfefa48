import type { Random } from '../time/random.ts'
import type { VirtualTime } from '../time/VirtualTime.ts'
import type { LatencyKind } from './latency.ts'
import { drawLatencyMs } from './latency.ts'

export interface NetworkOptions {
  readonly time: VirtualTime
  readonly random: Random
  readonly latency: LatencyKind
  /** Share of the requests whose answer never comes. */
  readonly lostShare: number
  /** How long after sending a request whose answer is lost may still be counted, in ms. */
  readonly maxLateMs: number
}

/** Carries requests: each takes its own time, and reaches the server at some instant between sending and answer. */
export class Network {
  readonly #options: NetworkOptions

  constructor(options: NetworkOptions) {
    this.#options = options
  }

  /** Rejects when aborted, and the request reaches the server all the same. */
  carry(handle: () => Response, signal?: AbortSignal | null): Promise<Response> {
    const { time, random, latency, lostShare, maxLateMs } = this.#options
    const isLost = random() < lostShare
    const takesMs = isLost ? maxLateMs : drawLatencyMs(latency, random)
    const arrivesMs = Math.floor(random() * takesMs)
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal?.reason as Error)
      signal?.addEventListener('abort', abort, { once: true })
      time.schedule(() => {
        const response = handle()
        if (isLost) return
        time.schedule(() => {
          signal?.removeEventListener('abort', abort)
          resolve(response)
        }, takesMs - arrivesMs)
      }, arrivesMs)
    })
  }
}
