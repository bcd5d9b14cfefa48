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
  /** How long after its caller gave up a request may still reach the server, in ms (P1 c). */
  readonly maxFlightMs: number
}

/** When every client here gives a request up, in ms. */
const timeoutMs = 30_000

/** Carries requests: each takes its own time, and reaches the server at some instant between sending and answer. */
export class Network {
  readonly #options: NetworkOptions

  constructor(options: NetworkOptions) {
    this.#options = options
  }

  /** Rejects when aborted, and the request reaches the server all the same. */
  carry(handle: () => Response, signal?: AbortSignal | null): Promise<Response> {
    const { time, random, latency, lostShare, maxFlightMs } = this.#options
    const isLost = random() < lostShare
    const takesMs = isLost ? timeoutMs + maxFlightMs : drawLatencyMs(latency, random)
    const arrivesMs = Math.floor(random() * takesMs)
    return new Promise((resolve, reject) => {
      let response: Response | undefined
      const arrive = (): void => {
        response ??= handle()
      }
      const abort = (): void => {
        time.schedule(arrive, maxFlightMs)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', abort, { once: true })
      time.schedule(arrive, arrivesMs)
      if (isLost) return
      time.schedule(() => {
        signal?.removeEventListener('abort', abort)
        if (response) resolve(response)
      }, takesMs)
    })
  }
}
