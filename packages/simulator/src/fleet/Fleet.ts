import type { LatencyKind } from '../network/latency.ts'
import type { Outage } from './unreliable.ts'

/** A replacement of the token. The old token is invalid from `atMs` on. */
export interface Roll {
  readonly atMs: number
  /** The longest delay until a client learns of the new token. Each client has its own. */
  readonly heardWithinMs: number
}

/** Clients of one owner at one address. */
export interface Fleet {
  readonly clients: number
  /** Whether they share one store, and so act as one client. */
  readonly hasSharedStore: boolean
  /** The number of callers of each client. */
  readonly callers: number
  /** The longest rest of a caller between two calls. */
  readonly restMs: number
  /** The replacements, in order of time. */
  readonly rolls: readonly Roll[]
  readonly latency: LatencyKind
  /** The share of requests that get no response. */
  readonly lostShare: number
  /** The share of responses that a gateway replaces by a 504. */
  readonly gatewayShare: number
  /** The share of requests with a valid token that get a 500. */
  readonly brokenShare: number
  /** The share of calls to a route that ignores the token and responds with 404. */
  readonly openShare: number
  /** The longest time in ms until a request still reaches the server after its caller gave up. */
  readonly maxFlightMs: number
  readonly minutes: number
  readonly seed: number
  /** How clients get the new token: from a function that they call, or from `setToken`. */
  readonly tokens: 'asked' | 'set'
  /** When the shared store is away. @defaultValue never */
  readonly outages?: readonly Outage[]
  /** What each client may spend then. @defaultValue 0 */
  readonly outageShare?: number
}
