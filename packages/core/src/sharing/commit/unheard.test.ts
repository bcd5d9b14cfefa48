import { describe, expect, it } from 'vitest'
import type { Lost, MemberState, Snapshot, StoredAccount } from '../snapshot/Snapshot.ts'
import { encodeSnapshot } from '../snapshot/snapshotText.ts'
import { recover } from './recover.ts'
import { accountOf, attempt, memberWith, snapshotOf } from './snapshot.testing.ts'

const lost: Lost = { from: 'ours', version: 5, knownAt: 3000, at: 4000, unheard: ['me', 'c'] }

/** What `me` makes of what another member wrote back, if it knows version 7 of another lineage. */
function addTo(
  found: Partial<Snapshot>,
  known: Partial<Snapshot>,
  given: { version?: number; lost?: Lost } = { lost },
): Snapshot {
  const theirs = { ...snapshotOf({}), lineage: 'theirs', ...found }
  if (given.lost) theirs.lost = given.lost
  const ours = { ...snapshotOf({}), lineage: 'ours', ...known }
  const before = encodeSnapshot(ours).text
  const seen = { snapshot: ours, text: 'ours', version: given.version ?? 7, at: 6000 }
  const place = { memberId: 'me', lineage: 'new', at: 9000, version: 8, known: seen }
  const { snapshot, stored, damaged } = recover(encodeSnapshot(theirs).text, place)
  expect([stored, damaged]).toEqual([undefined, undefined])
  // What the member knows stays as it is.
  expect(encodeSnapshot(ours).text).toBe(before)
  return snapshot
}

function accountWith(answered: [at: number, count: number][], given: Partial<StoredAccount> = {}) {
  const account = { ...accountOf(), ...given }
  const { permits } = account.budget
  permits.windowsMs = [1000]
  for (const [at, count] of answered) {
    permits.answered.at.push(at)
    permits.answered.count.push(count)
  }
  return account
}

describe('a member that finds what another wrote back', () => {
  const member = memberWith()

  it('keeps the lineage of the other', () => {
    expect(addTo({}, {}).lineage).toBe('theirs')
  })

  it('says which version it knew, and that it has told what it knows', () => {
    expect(addTo({}, {}).lost).toEqual({ ...lost, version: 7, knownAt: 6000, unheard: ['c'] })
  })

  it('says that the loss began now, if the other did not know of one', () => {
    expect(addTo({}, {}, {}).lost).toEqual({ from: 'ours', version: 7, knownAt: 6000, at: 9000, unheard: [] })
  })

  it('says which lineage it knew, if the other knew a third one', () => {
    const third = { ...lost, from: 'third' }
    expect(addTo({}, {}, { lost: third }).lost).toEqual({
      ...lost,
      version: 7,
      knownAt: 6000,
      unheard: ['c'],
    })
  })

  it.each([4, 5])('adds nothing if it knew version %i, and the other version 5', (version) => {
    const snapshot = addTo({}, { accounts: { a: accountOf() }, members: { b: member } }, { version, lost })
    expect(snapshot).toMatchObject({ accounts: {}, members: {}, lost: { ...lost, unheard: ['c'] } })
  })

  it('adds what it knows, if its version is of another lineage than that of the other', () => {
    const third = { ...lost, from: 'third' }
    const snapshot = addTo({}, { members: { b: member } }, { version: 4, lost: third })
    expect(Object.keys(snapshot.members)).toEqual(['b'])
  })
})

describe('an account', () => {
  const merged = (theirs: StoredAccount, ours: StoredAccount, given?: { lost?: Lost }) =>
    addTo({ accounts: { a: theirs } }, { accounts: { a: ours } }, given).accounts['a'] as StoredAccount

  it('that the other does not know is added', () => {
    const ours = accountWith([[1000, 1]])
    const snapshot = addTo({ accounts: { b: accountOf() } }, { accounts: { a: ours } })
    expect(snapshot.accounts).toEqual({ a: ours, b: accountOf() })
  })

  it('has the permits of both, in the order of their instants', () => {
    const { budget } = merged(
      accountWith([
        [2000, 1],
        [5000, 1],
      ]),
      accountWith([
        [3500, 2],
        [5000, 3],
        [6000, 1],
      ]),
    )
    expect(budget.permits.answered).toEqual({ at: [2000, 3500, 5000, 6000], count: [1, 2, 4, 1] })
  })

  it('has the permits that were lost of both', () => {
    const ours = accountWith([])
    ours.budget.permits.lost.at.push(5000)
    ours.budget.permits.lost.count.push(2)
    expect(merged(accountWith([]), ours).budget.permits.lost).toEqual({ at: [5000], count: [2] })
  })

  it('gets no permits from before the other knew, since the other has them already', () => {
    const ours = accountWith([
      [2999, 1],
      [3000, 1],
    ])
    expect(merged(accountWith([]), ours).budget.permits.answered).toEqual({ at: [3000], count: [1] })
    const { answered } = merged(accountWith([]), ours, {}).budget.permits
    expect(answered).toEqual({ at: [2999, 3000], count: [1, 1] })
  })

  it('has the windows of both, the shortest first', () => {
    const [theirs, ours] = [accountWith([]), accountWith([])]
    theirs.budget.permits.windowsMs = [1000, 9000]
    ours.budget.permits.windowsMs = [200, 1000]
    expect(merged(theirs, ours).budget.permits.windowsMs).toEqual([200, 1000, 9000])
  })

  it('has the credentials of both once, those of the other last', () => {
    const credentialIds = (...ids: string[]) => accountWith([], { credentialIds: ids })
    expect(merged(credentialIds('c', 'd'), credentialIds('b', 'c')).credentialIds).toEqual(['b', 'c', 'd'])
  })

  const said = (closedUntil?: number) =>
    accountWith([], {
      said: { isSilent: false, stated: [], refusals: 0, ...(closedUntil !== undefined && { closedUntil }) },
    })
  const pace = (dueAt?: number) => accountWith([], { pace: dueAt === undefined ? {} : { dueAt } })

  it.each([
    [undefined, 5, 5],
    [5, undefined, 5],
    [5, 6, 6],
    [6, 5, 6],
  ])('is closed until the later of two instants: %s and %s', (theirs, ours, later) => {
    expect(merged(said(theirs), said(ours)).said.closedUntil).toBe(later)
    expect(merged(pace(theirs), pace(ours)).pace.dueAt).toBe(later)
  })

  it('keeps what the server said to the other, if both are closed until the same instant', () => {
    const silent = said(5)
    silent.said.isSilent = true
    expect(merged(silent, said(5)).said.isSilent).toBe(true)
    expect(merged(accountWith([], { pace: { dueAt: 5, waryUntil: 9 } }), pace(5)).pace.waryUntil).toBe(9)
  })
})

describe('a member of the store', () => {
  const merged = (theirs: MemberState, ours: MemberState) =>
    addTo({ members: { b: theirs } }, { members: { b: ours } })

  it('that the other does not know is added, with what it has in flight', () => {
    const ours = memberWith({ attempts: { 'b.1': attempt() }, slots: { credentialId: 'c', count: 1 } })
    expect(addTo({}, { members: { b: ours } }).members).toEqual({ b: ours })
  })

  it('has in flight what either knows, as the other knows it', () => {
    const theirs = memberWith({ attempts: { 'b.1': attempt({ sentAt: 1 }), 'b.2': attempt() } })
    const ours = memberWith({ attempts: { 'b.1': attempt({ sentAt: 2 }), 'b.3': attempt() } })
    expect(merged(theirs, ours).members['b']?.attempts).toEqual({
      'b.1': attempt({ sentAt: 1 }),
      'b.2': attempt(),
      'b.3': attempt(),
    })
  })

  it.each([
    [1000, 2000],
    [2000, 1000],
  ])('has the longer of its two leases: until %i and %i', (theirs, ours) => {
    expect(merged(memberWith({ until: theirs }), memberWith({ until: ours })).members['b']?.until).toBe(2000)
  })

  it.each([
    [1, 2],
    [2, 1],
    [undefined, 2],
    [2, undefined],
  ])('has the more of its slots: %s and %s', (theirs, ours) => {
    const withSlots = (count?: number) =>
      memberWith(count === undefined ? {} : { slots: { credentialId: 'c', count } })
    const member = merged(withSlots(theirs), withSlots(ours)).members['b']
    expect(member?.slots).toEqual({ credentialId: 'c', count: 2 })
  })

  it('has no slots if neither knows of any', () => {
    expect(merged(memberWith(), memberWith()).members['b']).not.toHaveProperty('slots')
  })

  it('has the shares that either knows, as the other knows them', () => {
    const share = { requests: 1, windowMs: 1000, until: 9000 }
    const theirs = memberWith({ shares: { a: share, b: share } })
    const ours = memberWith({ shares: { a: { ...share, requests: 2 }, c: share } })
    expect(merged(theirs, ours).members['b']?.shares).toEqual({ a: share, b: share, c: share })
    expect(merged(memberWith(), memberWith()).members['b']).not.toHaveProperty('shares')
  })
})

describe('of credentials', () => {
  const missing = (endedAt: number) => ({
    credentialId: 'c',
    endedAt,
    until: 1e9,
    isRejection: false,
    isProbe: false,
  })
  const auth = (given: Partial<Snapshot['auth']>) => ({ auth: { ...snapshotOf({}).auth, ...given } })
  const rejected = (times: number) => ({ kind: 'rejected', recheckAt: 9000, times }) as const
  const lockout = (probeAt: number, reason: string) => ({ since: 0, probeAt, reason, refusals: 0 })

  it('the statuses of both are known, as the other knows them', () => {
    const theirs = auth({ statuses: { c: rejected(1), d: rejected(1) } })
    const ours = auth({ statuses: { b: rejected(2), c: rejected(2) } })
    expect(addTo(theirs, ours).auth.statuses).toEqual({ b: rejected(2), c: rejected(1), d: rejected(1) })
  })

  it('the missing responses that ended since the other knew are added', () => {
    const theirs = auth({ unconfirmed: [missing(1000)] })
    const ours = auth({ unconfirmed: [missing(2999), missing(3000), missing(5000)] })
    expect(addTo(theirs, ours).auth.unconfirmed).toEqual([missing(1000), missing(3000), missing(5000)])
  })

  it('what the other knows besides is kept', () => {
    expect(addTo(auth({ otherResponseTo: 5 }), auth({})).auth.otherResponseTo).toBe(5)
  })

  it.each([
    ['of the two that ends later', lockout(5, 'theirs'), lockout(6, 'ours'), 'ours'],
    ['of the two that ends later', lockout(6, 'theirs'), lockout(5, 'ours'), 'theirs'],
    ['of the other, if both end at once', lockout(5, 'theirs'), lockout(5, 'ours'), 'theirs'],
    ['that only the other knows', lockout(5, 'theirs'), undefined, 'theirs'],
    ['that only the member knows', undefined, lockout(5, 'ours'), 'ours'],
    ['that neither knows', undefined, undefined, undefined],
  ])('the lockout holds %s', (_, theirs, ours, reason) => {
    const { auth: both } = addTo(auth({ lockout: theirs }), auth({ lockout: ours }))
    expect(both.lockout?.reason).toBe(reason)
  })
})
