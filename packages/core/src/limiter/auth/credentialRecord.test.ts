import { expect, it } from 'vitest'
import type { CredentialRecord, StandingEvent } from './credentialRecord.ts'
import { isBelieved, nextStanding, unverified } from './credentialRecord.ts'

const now = 100_000
const verified: CredentialRecord = { kind: 'verified', provenAt: now - 490, believedUntil: now + 10 }
const rejected: CredentialRecord = { kind: 'rejected', recheckAt: now - 1000, times: 1 }
const rejectedForLong: CredentialRecord = { kind: 'rejected', recheckAt: now - 1000, times: 9 }
const good = (sentAt: number): StandingEvent => ({ kind: 'good', sentAt, believeForMs: 500 })
const bad = (sentAt: number): StandingEvent => ({ kind: 'bad', sentAt })
const pardoned: StandingEvent = { kind: 'pardoned' }

const proven: CredentialRecord = { kind: 'verified', provenAt: now, believedUntil: now + 500 }
const once: CredentialRecord = { kind: 'rejected', recheckAt: now + 60_000, times: 1 }
const twice: CredentialRecord = { kind: 'rejected', recheckAt: now + 120_000, times: 2 }

it.each<[string, CredentialRecord, StandingEvent, CredentialRecord]>([
  ['unverified, a good answer', unverified, good(0), proven],
  ['unverified, a rejection', unverified, bad(0), once],
  ['unverified, a pardon', unverified, pardoned, unverified],
  ['verified, a good answer: believed anew', verified, good(0), proven],
  ['verified, a rejection', verified, bad(0), once],
  ['verified, a pardon: still verified', verified, pardoned, verified],
  [
    'rejected, a good answer to a call from before the recheck: older news',
    rejected,
    good(now - 1001),
    rejected,
  ],
  ['rejected, a good answer to the recheck', rejected, good(now - 1000), proven],
  ['rejected, a rejection of a call that was under way with the first', rejected, bad(now - 1001), rejected],
  ['rejected, a rejection of the recheck: twice as long', rejected, bad(now - 1000), twice],
  ['rejected, a pardon', rejected, pardoned, unverified],
  [
    'rejected many times, a rejection: an hour at most',
    rejectedForLong,
    bad(now),
    { kind: 'rejected', recheckAt: now + 3_600_000, times: 10 },
  ],
])('%s', (_, record, event, expected) => {
  expect(nextStanding(record, event, now)).toEqual(expected)
})

it.each<[CredentialRecord, boolean]>([
  [unverified, false],
  [rejected, false],
  [verified, true],
  [{ kind: 'verified', provenAt: 0, believedUntil: now }, false],
])('%o is believed: %s', (record, expected) => {
  expect(isBelieved(record, now)).toBe(expected)
})
