import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../../limiter/call.testing.ts'
import type { MemberState, Snapshot } from '../snapshot/Snapshot.ts'
import { encodeSnapshot } from '../snapshot/snapshotText.ts'
import { decide } from './decide.ts'
import { decideOn, knownOf } from './decide.testing.ts'
import { at, servedAccount, wantedCalls } from './deciding.testing.ts'
import { accountWork, attempt, memberWith, snapshotOf, workOf } from './snapshot.testing.ts'
import type { Work } from './Work.ts'

const rejected = { kind: 'rejected', recheckAt: 1e9, times: 1 } as const
const flight = attempt({ credentialId: 'c', sentAt: at - 100 })
const hourMs = 3_600_000

/** The member that commits and another one, with the account `a`. */
function storedWith(me: Partial<MemberState> = {}, others: Record<string, MemberState> = {}): Snapshot {
  return snapshotOf({ me: memberWith({ at, ...me }), ...others }, { a: servedAccount('c') })
}

function isWritten(snapshot: Snapshot, given: Partial<Work> = {}): boolean {
  return decideOn(snapshot, { accounts: [accountWork()], ...given }).next !== undefined
}

describe('a commit that changes nothing', () => {
  const other = memberWith({ attempts: { 'b.1': attempt() } })
  const snapshot = storedWith({ attempts: { 'me.1': flight } }, { b: other })
  const given = { accounts: [accountWork()], held: { 'me.1': flight } }

  it('is not written', () => {
    const { next, result } = decideOn(snapshot, given)
    expect(next).toBeUndefined()
    expect(result.text).toBe(encodeSnapshot(snapshot).text)
    expect(result.encoded?.text).toBe(result.text)
  })

  it('keeps the texts that the member has encoded before', () => {
    const known = knownOf(snapshot)
    const { result } = decide(known.text, at, 1, workOf({ ...given, known }))
    expect(result.encoded).toBe(known.encoded)
  })

  it('is not written though time has changed what the members know', () => {
    const expired = { kind: 'verified', provenAt: 0, believedUntil: 1, acceptedSentAt: 0 } as const
    const before = { ...snapshot, auth: { ...snapshot.auth, statuses: { c: expired } } }
    const { next, result } = decideOn(before, given)
    expect([next, result.snapshot.auth.statuses]).toEqual([undefined, {}])
  })
})

describe('a commit is written', () => {
  it('if its member is new', () => {
    expect(isWritten(snapshotOf({}, { a: servedAccount('c') }))).toBe(true)
  })

  it('if its account is new', () => {
    expect(isWritten({ ...storedWith(), accounts: {} })).toBe(true)
  })

  it('if an account has a new credential', () => {
    expect(isWritten(storedWith(), { accounts: [accountWork({ credentialIds: ['c', 'd'] })] })).toBe(true)
  })

  it.each<[string, Partial<Work>]>([
    ['a call gets a permit', { accounts: [accountWork({ wanted: wantedCalls(1), waiting: 1 })] }],
    [
      'its member tells of leased slots',
      { slots: { credentialId: 'c', count: 1 }, held: { 'me.1': attempt({ isLeased: true }) } },
    ],
    ['its member holds an attempt that is not stored', { held: { 'me.1': flight } }],
    ['its member waits longer for its requests', { options: { ...workOf().options, maxFlightMs: 70_000 } }],
    ['its member leaves', { isLeaving: true }],
  ])('if %s', (_, given) => {
    expect(isWritten(storedWith(), given)).toBe(true)
  })

  it('if its member sets a share aside', () => {
    const anonymous = { id: 'anonymous', credentialIds: [] }
    const stored = snapshotOf({ me: memberWith({ at }) }, { anonymous: servedAccount() })
    const options = { ...workOf().options, outageShare: 0.1 }
    expect(isWritten(stored, { accounts: [accountWork(anonymous)] })).toBe(false)
    expect(isWritten(stored, { accounts: [accountWork(anonymous)], options })).toBe(true)
  })

  it('if an attempt that its member had is there no more', () => {
    expect(isWritten(storedWith({ attempts: { 'me.1': flight } }))).toBe(true)
  })

  it('if another member has vanished with an attempt', () => {
    const gone = memberWith({ until: at, attempts: { 'b.1': flight } })
    expect(isWritten(storedWith({}, { b: gone }))).toBe(true)
  })

  it('if another member or an account is forgotten', () => {
    expect(isWritten(storedWith({}, { b: memberWith({ at: at - hourMs }) }))).toBe(true)
    const stored = storedWith()
    stored.accounts['idle'] = servedAccount('d')
    expect(isWritten(stored)).toBe(true)
  })

  it('if its member has learnt how a request ended, though that changes only what is known', () => {
    const ofShare = { ...flight, isShare: true }
    const ended = [
      {
        attemptId: 'me.1',
        attempt: ofShare,
        call: call({ credentialId: 'c', sentAt: at }),
        outcome: outcomes.ok,
      },
    ]
    expect(isWritten(storedWith(), { ended })).toBe(true)
  })

  it('if the owner says that a credential is good', () => {
    const snapshot = storedWith()
    const before = { ...snapshot, auth: { ...snapshot.auth, statuses: { c: rejected } } }
    expect(isWritten(before)).toBe(false)
    expect(isWritten(before, { pardoned: ['c'] })).toBe(true)
  })

  it('with the texts that its member has encoded before, if the store has lost its data', () => {
    const stored = storedWith({}, { b: memberWith({ attempts: { 'b.1': flight } }) })
    const known = knownOf(stored)
    const { result } = decide(undefined, at, 0, workOf({ known }))
    expect(result.snapshot.lost).toBeDefined()
    expect(result.encoded?.members['b']).toBe(known.encoded?.members['b'])
  })

  it('with the texts of what has not changed since the member encoded it', () => {
    const stored = storedWith({}, { b: memberWith({ attempts: { 'b.1': flight } }) })
    const known = knownOf(stored)
    const { result } = decide(known.text, at, 1, workOf({ known, held: { 'me.1': flight } }))
    expect(result.encoded?.members['b']).toBe(known.encoded?.members['b'])
  })
})
