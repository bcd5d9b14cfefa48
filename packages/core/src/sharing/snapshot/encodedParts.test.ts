import { describe, expect, it } from 'vitest'
import { accountOf, attempt, memberWith, snapshotOf } from '../commit/snapshot.testing.ts'
import type { Snapshot } from './Snapshot.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshotText.ts'

const verified = { kind: 'verified', provenAt: 1, believedUntil: 9, acceptedSentAt: 1 } as const
const rejected = { kind: 'rejected', recheckAt: 9, times: 1 } as const
const lockout = { since: 0, probeAt: 9, reason: 'locked', refusals: 1 }
const missing = { credentialId: 'c', endedAt: 1, until: 2, isRejection: false, isProbe: false }

function snapshotWith(auth: Partial<Snapshot['auth']> = {}): Snapshot {
  const snapshot = snapshotOf({ m: memberWith() }, { a: accountOf('c') })
  return { ...snapshot, auth: { ...snapshot.auth, statuses: { c: verified }, ...auth } }
}

describe('an account or a member', () => {
  const snapshot = snapshotWith()
  const before = encodeSnapshot(snapshot)

  it('that is the same object as before is not encoded again', () => {
    const { accounts, members } = encodeSnapshot({ ...snapshot, lineage: 'next' }, before)
    expect([accounts['a'], members['m']]).toEqual([before.accounts['a'], before.members['m']])
    expect(accounts['a']).toBe(before.accounts['a'])
    expect(members['m']).toBe(before.members['m'])
  })

  it('that is another object is encoded as it is now', () => {
    const changed = {
      ...snapshot,
      accounts: { a: accountOf('c', 'd') },
      members: { m: memberWith({ attempts: { 'm.1': attempt() } }) },
    }
    const { text } = encodeSnapshot(changed, before)
    expect(text).toBe(encodeSnapshot(changed).text)
    expect(decodeSnapshot(text)?.snapshot).toEqual(changed)
  })

  it('that was not there before is encoded, and one that is there no more is left out', () => {
    const changed = { ...snapshot, accounts: { b: accountOf() }, members: { n: memberWith() } }
    expect(encodeSnapshot(changed, before).text).toBe(encodeSnapshot(changed).text)
  })
})

describe('a part that is read', () => {
  const snapshot = snapshotWith()
  const before = encodeSnapshot(snapshot)

  it('is the same object as before if its text is the same', () => {
    const { text } = encodeSnapshot({ ...snapshot, lineage: 'next' })
    const read = decodeSnapshot(text, before)
    expect(read?.snapshot.lineage).toBe('next')
    expect(read?.snapshot.auth).toBe(snapshot.auth)
    expect(read?.snapshot.accounts['a']).toBe(snapshot.accounts['a'])
    expect(read?.snapshot.members['m']).toBe(snapshot.members['m'])
  })

  it('is read anew if its text is another, or if there was none', () => {
    const changed = {
      ...snapshotWith({ statuses: { c: rejected } }),
      accounts: { a: accountOf('c', 'd'), b: accountOf() },
      members: { m: memberWith({ attempts: { 'm.1': attempt() } }), n: memberWith() },
    }
    expect(decodeSnapshot(encodeSnapshot(changed).text, before)?.snapshot).toEqual(changed)
  })

  it('is not encoded again', () => {
    const { text } = encodeSnapshot(snapshot)
    const read = decodeSnapshot(text)
    if (read === undefined) throw new Error('The text makes no sense.')
    const next = encodeSnapshot(read.snapshot, read.encoded)
    expect(next).toEqual({ ...read.encoded, text })
    for (const part of ['accounts', 'members'] as const)
      for (const id in next[part]) expect(next[part][id]).toBe(read.encoded[part][id])
    expect(next.auth).toBe(read.encoded.auth)
  })
})

it('the instants of an account are encoded from the text of those before', () => {
  const one = accountOf()
  one.budget.permits.answered.at.push(10, 20)
  one.budget.permits.answered.count.push(1, 2)
  one.budget.permits.lost.at.push(30, 40)
  one.budget.permits.lost.count.push(3, 4)
  const encoded = encodeSnapshot(snapshotOf({}, { a: one }))
  const next = encodeSnapshot(snapshotOf({}, { a: { ...one, credentialIds: ['d'] } }), encoded)
  expect(next.accounts['a']?.answered).toBe(encoded.accounts['a']?.answered)
  expect(next.accounts['a']?.lost).toBe(encoded.accounts['a']?.lost)
})

describe('what is known of credentials', () => {
  it('is not encoded again if the statuses are the same, and nothing else is known', () => {
    const before = encodeSnapshot(snapshotWith())
    expect(encodeSnapshot(snapshotWith(), before).auth).toBe(before.auth)
  })

  it('is not encoded again while the same lockout lasts', () => {
    const before = encodeSnapshot(snapshotWith({ lockout, otherResponseTo: 5 }))
    expect(encodeSnapshot(snapshotWith({ lockout, otherResponseTo: 5 }), before).auth).toBe(before.auth)
  })

  it.each<[string, Partial<Snapshot['auth']>, Partial<Snapshot['auth']>]>([
    ['a lockout begins', {}, { lockout }],
    ['a lockout ends', { lockout }, {}],
    ['another response came', { otherResponseTo: 5 }, { otherResponseTo: 6 }],
    ['a response is missing', {}, { unconfirmed: [missing] }],
    ['no response is missing any more', { unconfirmed: [missing] }, {}],
    ['a status changes', {}, { statuses: { c: rejected } }],
    ['a status is added', {}, { statuses: { c: verified, d: verified } }],
    ['a status is forgotten', { statuses: { c: verified, d: verified } }, {}],
  ])('is encoded again if %s', (_, before, after) => {
    const next = snapshotWith(after)
    expect(encodeSnapshot(next, encodeSnapshot(snapshotWith(before))).text).toBe(encodeSnapshot(next).text)
  })
})
