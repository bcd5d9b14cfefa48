import { backoffMs } from '../../contract/backoff.ts'
import type { RefusedEndpoint } from './refusedEndpoints.ts'
import { refusedUntil, withoutEndpoint, withRefusal } from './refusedEndpoints.ts'

/** What is known of one credential. Instants are monotonic. */
export type CredentialRecord = (
  | {
      readonly kind: 'unverified'
      /**
       * When an endpoint answered 401 to the credential while it was verified; left out if none
       * did.
       */
      readonly refusedAt?: number | undefined
    }
  | {
      readonly kind: 'verified'
      readonly provenAt: number
      readonly believedUntil: number
      /** When the newest of the requests was sent that the API accepted. */
      readonly acceptedSentAt: number
    }
  | { readonly kind: 'rejected'; readonly recheckAt: number; readonly times: number }
) & {
  /**
   * Endpoints that answered 401 while others accepted the credential; left out if there is none.
   */
  readonly refused?: readonly RefusedEndpoint[] | undefined
}

/** What a response, or the owner, says of the credential. `sentAt`: when the request was sent. */
export type CredentialEvent =
  /** The API accepted it. */
  | {
      readonly kind: 'accepted'
      readonly sentAt: number
      readonly believeForMs: number
      /** The endpoint, if any was refused. */
      readonly endpoint: string | undefined
    }
  /** The API rejected it, whatever the endpoint. */
  | { readonly kind: 'rejected'; readonly sentAt: number }
  /** An endpoint answered 401 to it, without saying that it is not valid. */
  | {
      readonly kind: 'refused'
      readonly sentAt: number
      readonly endpoint: string
      /** Whether it was not verified when the request was sent. */
      readonly isProbe: boolean
    }
  /** Its owner says that it is good after all. */
  | { readonly kind: 'pardoned' }

/** A rejection is asked about again after a minute, and after twice as long each time. */
const recheckAfter = { baseMs: 60_000, maxMs: 3_600_000 }

export const unverified: CredentialRecord = { kind: 'unverified' }

/** The record of a credential after `event`. */
export function nextRecord(record: CredentialRecord, event: CredentialEvent, now: number): CredentialRecord {
  switch (event.kind) {
    case 'pardoned':
      return record.kind === 'verified' ? { ...record, refused: undefined } : unverified
    case 'accepted':
      return accepted(record, event, now)
    case 'rejected':
      return rejected(record, event.sentAt, now)
    case 'refused':
      return refused(record, event, now)
  }
}

/** Whether calls may be sent without verifying the credential first. */
export function isBelieved(record: CredentialRecord, now: number): boolean {
  return record.kind === 'verified' && record.believedUntil > now
}

/** The instant until which calls to `endpoint` are refused, or `undefined`. */
export function endpointRefusedUntil(
  { refused: endpoints = [] }: CredentialRecord,
  endpoint: () => string,
  now: number,
): number | undefined {
  return endpoints.length === 0 ? undefined : refusedUntil(endpoints, endpoint(), now)
}

function accepted(
  record: CredentialRecord,
  { sentAt, believeForMs, endpoint }: CredentialEvent & { kind: 'accepted' },
  now: number,
): CredentialRecord {
  // A response to a request from before the 401 is older than it.
  if (record.kind === 'rejected' && sentAt < record.recheckAt) return record
  if (record.kind === 'unverified' && sentAt < (record.refusedAt ?? sentAt)) return record
  const before = record.kind === 'verified' ? record.acceptedSentAt : sentAt
  return withEndpoints(
    {
      kind: 'verified',
      provenAt: now,
      believedUntil: now + believeForMs,
      acceptedSentAt: Math.max(before, sentAt),
    },
    endpoint === undefined ? record.refused : withoutEndpoint(record.refused ?? [], endpoint),
  )
}

function rejected(record: CredentialRecord, sentAt: number, now: number): CredentialRecord {
  // Several that were in flight together are one rejection.
  if (record.kind === 'rejected' && sentAt < record.recheckAt) return record
  const times = record.kind === 'rejected' ? record.times : 0
  const recheckAt = now + backoffMs(times, recheckAfter)
  return withEndpoints({ kind: 'rejected', recheckAt, times: times + 1 }, record.refused)
}

/**
 * One endpoint's 401 makes a verified credential unverified. Another endpoint's 401 then rejects
 * it, but not one of an endpoint that refused it before.
 */
function refused(
  record: CredentialRecord,
  { sentAt, endpoint, isProbe }: CredentialEvent & { kind: 'refused' },
  now: number,
): CredentialRecord {
  const { refused: before = [] } = record
  const isKnown = before.some((each) => each.endpoint === endpoint)
  if (!isKnown && (isProbe || record.kind !== 'verified')) return rejected(record, sentAt, now)
  const endpoints = withRefusal(before, { endpoint, sentAt }, now)
  if (endpoints === before) return record
  return withEndpoints(
    record.kind === 'rejected' ? record : { kind: 'unverified', refusedAt: now },
    endpoints,
  )
}

function withEndpoints(
  record: CredentialRecord,
  endpoints: readonly RefusedEndpoint[] = [],
): CredentialRecord {
  return endpoints.length === 0 ? record : { ...record, refused: endpoints }
}
