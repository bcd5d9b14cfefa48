import type { Priority, WhenLocked } from '../contract/Call.ts'
import type { WireRequest } from '../http/WireRequest.ts'

/** What a call asked for. */
export interface CallTerms {
  /** Any of these ends it: the caller's, and that of the client that closes. */
  readonly signals: readonly AbortSignal[]
  readonly priority: Priority
  readonly maxWaitMs: number
  readonly timeoutMs: number
  readonly whenLocked: WhenLocked
  /** Whether it makes no sense without the token. */
  readonly needsToken: boolean
}

/** What has become of a call so far, over all of its attempts. */
export interface Journey {
  readonly terms: CallTerms
  /** As it stands now: a redirect changes it. */
  request: WireRequest
  /** Requests sent. */
  attempts: number
  waitedMs: number
  redirects: number
  /** Whether it goes without the token. */
  isAnonymous: boolean
  /** Whether another token was asked for since a rejection. */
  hasRenewed: boolean
}

export function startJourney(request: WireRequest, terms: CallTerms, isAnonymous: boolean): Journey {
  return { terms, request, attempts: 0, waitedMs: 0, redirects: 0, isAnonymous, hasRenewed: false }
}
