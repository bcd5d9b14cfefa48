import type { Random } from '../time/random.ts'
import type { VirtualTime } from '../time/VirtualTime.ts'
import type { LatencyKind } from './latency.ts'
import { drawLatencyMs } from './latency.ts'

export interface NetworkOptions {
  readonly time: VirtualTime
  readonly random: Random
  readonly latency: LatencyKind
  /** The share of requests that get no response. */
  readonly lostShare: number
  /**
   * The longest time in ms until a request still reaches the server after its caller gave up (P1
   * c).
   */
  readonly maxFlightMs: number
  /**
   * The longest time in ms from sending to the server, unless the caller gave up.
   * @defaultValue Infinity
   */
  readonly reachesWithinMs?: number
}

/** The time-out of every request in ms. */
const timeoutMs = 30_000

/**
 * Carries requests. Each takes its own time, and reaches the server at an instant between sending
 * and response.
 */
export class Network {
  readonly #options: NetworkOptions

  constructor(options: NetworkOptions) {
    this.#options = options
  }

  /**
   * Rejects on abort. The request still reaches the server.
   * @param mayLose returns whether a response may be lost; if left out, any may
   */
  carry(
    handle: () => Response,
    signal?: AbortSignal | null,
    mayLose: (response: Response) => boolean = () => true,
  ): Promise<Response> {
    const { time, random, latency, lostShare, maxFlightMs, reachesWithinMs = Infinity } = this.#options
    const isLost = random() < lostShare
    const takesMs = isLost ? timeoutMs + maxFlightMs : drawLatencyMs(latency, random)
    const arrivesMs = Math.floor(random() * Math.min(takesMs, reachesWithinMs))
    return new Promise((resolve, reject) => {
      let response: Response | undefined
      const arrive = (): void => {
        if (response) return
        response = handle()
        if (!isLost || mayLose(response)) return
        signal?.removeEventListener('abort', abort)
        resolve(response)
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
