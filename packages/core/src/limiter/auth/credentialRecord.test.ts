import { expect, it } from 'vitest'
import type { CredentialEvent, CredentialRecord } from './credentialRecord.ts'
import { endpointRefusedUntil, isBelieved, nextRecord, unverified } from './credentialRecord.ts'

const now = 100_000
const verified: CredentialRecord = {
  kind: 'verified',
  provenAt: now - 490,
  believedUntil: now + 10,
  acceptedSentAt: now - 500,
}
const rejected: CredentialRecord = { kind: 'rejected', recheckAt: now - 1000, times: 1 }
const rejectedForLong: CredentialRecord = { kind: 'rejected', recheckAt: now - 1000, times: 9 }
const accepted = (sentAt: number, endpoint?: string): CredentialEvent => ({
  kind: 'accepted',
  sentAt,
  believeForMs: 500,
  endpoint,
})
const bad = (sentAt: number): CredentialEvent => ({ kind: 'rejected', sentAt })
const refusedBy = (endpoint: string, sentAt = now, isProbe = false): CredentialEvent => ({
  kind: 'refused',
  sentAt,
  endpoint,
  isProbe,
})
const pardoned: CredentialEvent = { kind: 'pardoned' }

const proven = (acceptedSentAt: number): CredentialRecord => ({
  kind: 'verified',
  provenAt: now,
  believedUntil: now + 500,
  acceptedSentAt,
})
const once: CredentialRecord = { kind: 'rejected', recheckAt: now + 60_000, times: 1 }
const twice: CredentialRecord = { kind: 'rejected', recheckAt: now + 120_000, times: 2 }
const refused = [{ endpoint: 'a', until: now + 60_000, times: 1 }]
const refusedBefore = [{ endpoint: 'a', until: now - 10, times: 1 }]
const refusedTwice = [{ endpoint: 'a', until: now + 120_000, times: 2 }]
const refusedOnce: CredentialRecord = { kind: 'unverified', refusedAt: now, refused }

it.each<[string, CredentialRecord, CredentialEvent, CredentialRecord]>([
  ['unverified, accepted', unverified, accepted(0), proven(0)],
  ['unverified, rejected', unverified, bad(0), once],
  ['unverified, refused by one endpoint', unverified, refusedBy('a', now, true), once],
  ['verified no more when it was sent, refused', verified, refusedBy('a', now, true), once],
  [
    'unverified, refused again by an endpoint that did so before: twice as long, and not rejected',
    { kind: 'unverified', refused: refusedBefore },
    refusedBy('a', now, true),
    { kind: 'unverified', refusedAt: now, refused: refusedTwice },
  ],
  [
    'rejected, and asked again at an endpoint that refused it before: another may be asked',
    { ...rejected, refused: refusedBefore },
    refusedBy('a', now, true),
    { ...rejected, refused: refusedTwice },
  ],
  ['unverified, pardoned', unverified, pardoned, unverified],
  ['verified, accepted: believed anew', verified, accepted(now), proven(now)],
  ['verified, accepted in an older request', verified, accepted(0), proven(now - 500)],
  ['verified, rejected', verified, bad(0), once],
  ['verified, pardoned: still verified', verified, pardoned, verified],
  ['verified, refused by one endpoint: unverified', verified, refusedBy('a', 0), refusedOnce],
  [
    'refused, and again by the same endpoint, from a request of before',
    refusedOnce,
    refusedBy('a', 0),
    refusedOnce,
  ],
  ['refused, and by another endpoint: rejected', refusedOnce, refusedBy('b'), { ...once, refused }],
  ['refused, and rejected', refusedOnce, bad(now), { ...once, refused }],
  [
    'refused, then accepted by another endpoint',
    refusedOnce,
    accepted(now, 'b'),
    { ...proven(now), refused },
  ],
  ['refused, then accepted by the same endpoint', refusedOnce, accepted(now, 'a'), proven(now)],
  [
    'refused, accepted in a request from before: older news',
    refusedOnce,
    accepted(now - 1, 'b'),
    refusedOnce,
  ],
  ['refused, then pardoned: every endpoint may be asked', refusedOnce, pardoned, unverified],
  ['verified, with one endpoint refused, then pardoned', { ...verified, refused }, pardoned, verified],
  [
    'rejected, accepted in a call from before the recheck: older news',
    rejected,
    accepted(now - 1001),
    rejected,
  ],
  ['rejected, accepted in the recheck', rejected, accepted(now - 1000), proven(now - 1000)],
  ['rejected, a rejection of a call that was in flight with the first', rejected, bad(now - 1001), rejected],
  ['rejected, a rejection of the recheck: twice as long', rejected, bad(now - 1000), twice],
  ['rejected, pardoned', rejected, pardoned, unverified],
  [
    'rejected many times, a rejection: an hour at most',
    rejectedForLong,
    bad(now),
    { kind: 'rejected', recheckAt: now + 3_600_000, times: 10 },
  ],
])('%s', (_, record, event, expected) => {
  expect(nextRecord(record, event, now)).toEqual(expected)
})

it.each<[CredentialRecord, boolean]>([
  [unverified, false],
  [rejected, false],
  [verified, true],
  [{ ...verified, believedUntil: now }, false],
])('%o is believed: %s', (record, expected) => {
  expect(isBelieved(record, now)).toBe(expected)
})

it('asks for the endpoint of a call only if some are refused', () => {
  const endpoint = (): string => 'a'
  const unasked = (): string => {
    throw new Error('it was asked')
  }
  expect(endpointRefusedUntil(verified, unasked, now)).toBeUndefined()
  expect(endpointRefusedUntil(refusedOnce, endpoint, now)).toBe(now + 60_000)
  expect(endpointRefusedUntil(refusedOnce, () => 'b', now)).toBeUndefined()
})
