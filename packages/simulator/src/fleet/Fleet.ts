import type { LatencyKind } from '../network/latency.ts'

/** A replacement of the token: the old one is good no more from `atMs` on. */
export interface Roll {
  readonly atMs: number
  /** Each client hears of the new token at an instant of its own, up to this much later. */
  readonly heardWithinMs: number
}

/** Clients of one owner at one address. */
export interface Fleet {
  readonly clients: number
  /** Whether they share one store, and so are one client. */
  readonly hasSharedStore: boolean
  /** Callers of each client. */
  readonly callers: number
  /** How long a caller rests between two calls, at most. */
  readonly restMs: number
  /** In order of time. */
  readonly rolls: readonly Roll[]
  readonly latency: LatencyKind
  /** Share of the requests whose answer never comes. */
  readonly lostShare: number
  /** Share of the responses in whose place a gateway sends a 504. */
  readonly gatewayShare: number
  /** Share of the requests with a good token that the API answers 500. */
  readonly brokenShare: number
  /** Share of the calls that go to a route which looks at no token, and answers 404. */
  readonly openShare: number
  /** How long after its caller gave up a request may still reach the server, in ms. */
  readonly maxFlightMs: number
  readonly minutes: number
  readonly seed: number
  /** How the clients get the new token: a function is asked for it, or it is set. */
  readonly tokens: 'asked' | 'set'
}
