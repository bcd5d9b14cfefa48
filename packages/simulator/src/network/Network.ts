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
  /** How long after it was sent a request reaches the server at the latest, unless it was given up. @defaultValue Infinity */
  readonly reachesWithinMs?: number
}

/** When every client here gives a request up, in ms. */
const timeoutMs = 30_000

/** Carries requests: each takes its own time, and reaches the server at some instant between sending and answer. */
export class Network {
  readonly #options: NetworkOptions

  constructor(options: NetworkOptions) {
    this.#options = options
  }

  /**
   * Rejects when aborted, and the request reaches the server all the same.
   * @param mayLose whether a response that would be lost may be; left out, any may
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
