import type { CallTerms } from '../options/CallTerms.ts'
import type { TokenProvider } from '../credentials/TokenProvider.ts'
import type { Priority } from '../contract/Call.ts'
import type { Credential } from '../contract/Credential.ts'
import type { Redact } from '../contract/Redact.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { QueuePosition, QueuedCall } from '../queue/QueuedCall.ts'

/** One caller of a request, which several may share. */
export interface Subscriber {
  readonly terms: CallTerms
  /** Instant at which it leaves, whatever has come; Infinity: it has all the time. */
  readonly deadlineAt: number
  /** How long the request had waited before this one came to share it, in ms. */
  readonly waitedBeforeMs: number
  /** Any of these ends it: those of its terms, its deadline's, and that of being turned away. */
  readonly signals: readonly AbortSignal[]
  /** It has waited enough, while others go on. */
  turnAway(error: Error): void
  /** It has what it came for, or has given up. */
  leave(): void
}

/** A wait under way, for the budget or as the API asked for. */
export interface Wait {
  readonly since: number
  /** Who stands in the line for it. */
  readonly queued?: QueuedCall | undefined
  /** Until when the API asked to pause. */
  readonly until?: number | undefined
}

/** What has become of a call so far, over all of its attempts. */
export interface CallState {
  terms: CallTerms
  /** Those who wait for what comes of it. */
  readonly subscribers: Set<Subscriber>
  /** The credentials that its attempts carried. */
  readonly sentWith: Set<Credential>
  /** Takes these credentials, and its client's, out of a text. */
  readonly redact: Redact
  /** The highest of those who wait for it. */
  priority: Priority
  wait: Wait | undefined
  /** As it stands now: a redirect changes it. */
  request: WireRequest
  /** Whether the call may be made twice, wherever it has been redirected to. */
  readonly isRepeatable: boolean
  /** Requests sent. */
  attempts: number
  /** How many of them never reached the API, since there was no connection. */
  unsent: number
  /** How long it has waited in all, in the line and as the API asked for. */
  waitedMs: number
  /** The status with which the API last asked for one: 429, or that of an outage. */
  askedBy: number | undefined
  /** By arrival: it is kept, however often it comes back into the line. */
  position: QueuePosition | undefined
  redirects: number
  /** Whether it goes without the token. */
  isAnonymous: boolean
  /** Whether it would have been sent again, had the client had a retry left. */
  isOutOfRetries: boolean
  /** Whether another token was asked for since a rejection. */
  hasRenewed: boolean
}

export function startCall(
  request: WireRequest,
  terms: CallTerms,
  { isAnonymous, redact }: Pick<TokenProvider, 'isAnonymous' | 'redact'>,
): CallState {
  const sentWith = new Set<Credential>()
  return {
    sentWith,
    terms,
    subscribers: new Set(),
    redact(text, end) {
      let bare = redact(text, end)
      // The client may have replaced its token many times since.
      for (const credential of sentWith) bare = credential.redact(bare, end)
      return bare
    },
    priority: terms.priority,
    wait: undefined,
    request,
    isRepeatable: request.isRepeatable,
    attempts: 0,
    unsent: 0,
    waitedMs: 0,
    askedBy: undefined,
    position: undefined,
    redirects: 0,
    isAnonymous,
    isOutOfRetries: false,
    hasRenewed: false,
  }
}

/** Whether the API may have seen something of it. */
export function wasSent({ attempts, unsent }: CallState): boolean {
  return attempts > unsent
}
