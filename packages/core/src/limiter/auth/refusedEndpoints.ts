import { backoffMs } from '../../contract/backoff.ts'

/** An endpoint that answered 401 to a credential which others accept. Instants are monotonic. */
export interface RefusedEndpoint {
  /** Hash of its method and path. */
  readonly endpoint: string
  /** Until when calls to it are refused. */
  readonly until: number
  /** How many times in a row it has answered 401. */
  readonly times: number
}

/** At most so many are remembered for each credential. */
const most = 16
const refusedFor = { baseMs: 60_000, maxMs: 3_600_000 }

/** The instant until which `endpoint` is refused, or `undefined`. */
export function refusedUntil(
  refused: readonly RefusedEndpoint[],
  endpoint: string,
  now: number,
): number | undefined {
  return refused.find((each) => each.endpoint === endpoint && each.until > now)?.until
}

/**
 * Adds a 401: for a minute, and for twice as long each time. Several that were in flight together
 * count as one.
 */
export function withRefusal(
  refused: readonly RefusedEndpoint[],
  { endpoint, sentAt }: { readonly endpoint: string; readonly sentAt: number },
  now: number,
): readonly RefusedEndpoint[] {
  const known = refused.find((each) => each.endpoint === endpoint)
  if (known && sentAt < known.until) return refused
  const { times } = known ?? { times: 0 }
  const until = now + backoffMs(times, refusedFor)
  return [...withoutEndpoint(refused, endpoint), { endpoint, until, times: times + 1 }].slice(-most)
}

/** Removes an endpoint that accepted the credential. */
export function withoutEndpoint(
  refused: readonly RefusedEndpoint[],
  endpoint: string,
): readonly RefusedEndpoint[] {
  return refused.filter((each) => each.endpoint !== endpoint)
}
