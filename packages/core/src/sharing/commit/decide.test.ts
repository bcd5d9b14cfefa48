import { describe, expect, it } from 'vitest'
import { call, outcomes } from '../../limiter/call.testing.ts'
import { emptySnapshot } from '../snapshot/Snapshot.ts'
import { decodeSnapshot, encodeSnapshot } from '../snapshot/snapshotText.ts'
import { decide } from './decide.ts'
import { decideOn, knownOf } from './decide.testing.ts'
import { at, servedAccount, wantedCalls, windowMs } from './deciding.testing.ts'
import { mattersUntil } from './mattersUntil.ts'
import {
  accountWork,
  attempt,
  maxFlightMs,
  memberWith,
  snapshotOf,
  terms,
  workOf,
} from './snapshot.testing.ts'

const verified = { kind: 'verified', provenAt: at, believedUntil: 1e9, acceptedSentAt: at } as const

describe('the first commit to a store', () => {
  const { next, keepUntil, result } = decide(undefined, at, 0, workOf())

  it('begins a lineage with its member', () => {
    const me = { at, until: at, maxFlightMs, attempts: {}, wants: {} }
    expect(result.snapshot).toEqual({ ...emptySnapshot('me.1'), members: { me } })
  })

  it('writes the snapshot', () => {
    expect(decodeSnapshot(next ?? '')?.snapshot).toEqual(result.snapshot)
    expect(result).toMatchObject({ text: next, encoded: { text: next }, damaged: undefined })
  })

  it('lets the store forget the snapshot when that matters no more', () => {
    const wanting = decide(undefined, at, 0, workOf({ accounts: [accountWork({ wanted: wantedCalls(1) })] }))
    expect(wanting.keepUntil).toBe(mattersUntil(wanting.result.snapshot))
    expect(wanting.keepUntil).toBeGreaterThan(at)
    expect(keepUntil).toBe(0)
  })
})

describe('a commit has news', () => {
  const known = knownOf(snapshotOf({ me: memberWith() }))
  const hasNews = (given: Partial<typeof known>, version = 1): boolean =>
    decide(known.text, at, version, workOf({ known: { ...known, ...given } })).result.hasNews

  it('unless the member has seen the version that is stored', () => {
    expect([hasNews({}), hasNews({}, 2)]).toEqual([false, true])
  })

  it('if that version is of another lineage', () => {
    const snapshot = { ...known.snapshot, lineage: 'other' }
    expect(hasNews({ snapshot, text: encodeSnapshot(snapshot).text })).toBe(true)
  })

  it('if the member has seen nothing yet', () => {
    expect(decideOn(known.snapshot).result.hasNews).toBe(true)
  })
})

it('a commit says what was stored if that makes no sense, and replaces it', () => {
  const { next, result } = decide('nonsense', at, 1, workOf())
  expect(result.damaged).toBe('nonsense')
  expect(decodeSnapshot(next ?? '')?.snapshot).toEqual(result.snapshot)
})

it('a commit leaves what the member knows as it is', () => {
  const account = servedAccount('c')
  const attempts = { 'me.7': attempt({ credentialId: 'c' }), 'me.8': attempt({ credentialId: 'c' }) }
  const wants = {
    a: { since: 0, count: 1, readyAt: 0, until: 1e9 },
    b: { since: 0, count: 1, readyAt: 0, until: 1e9 },
  }
  const members = {
    me: memberWith({ attempts, wants, taken: ['me.7'] }),
    b: memberWith({ attempts, until: 0 }),
  }
  const snapshot = snapshotOf(members, { a: account, b: servedAccount('d') })
  const known = knownOf({ ...snapshot, auth: { ...snapshot.auth, statuses: { c: verified } } })
  const ended = [
    { attemptId: 'me.7', attempt: attempt(), call: call({ credentialId: 'c' }), outcome: outcomes.lost },
  ]
  const accounts = [accountWork({ wanted: wantedCalls(2, 'c'), waiting: 2, credentialIds: ['c', 'new'] })]
  const work = workOf({ known, ended, accounts, held: { 'me.8': attempts['me.8'] }, pardoned: ['c'] })
  const { result } = decide(known.text, at, 1, work)
  expect(result.snapshot).not.toEqual(known.snapshot)
  expect(encodeSnapshot(known.snapshot).text).toBe(known.text)
})

describe('the calls of several accounts', () => {
  const accounts = [
    accountWork({ wanted: wantedCalls(1), waiting: 1 }),
    accountWork({
      id: 'd',
      credentialIds: ['d'],
      wanted: wantedCalls(1).map((each) => ({ ...each, attemptId: 'm.d' })),
      waiting: 1,
    }),
  ]

  it('get permits, each of the account that the members know by one of its credentials', () => {
    const snapshot = snapshotOf({}, { a: servedAccount('c'), shared: servedAccount('d') })
    const { granted, ids, closed } = decideOn(snapshot, { accounts }).result
    const accountsOf = granted.map(({ attemptId, attempt: { account } }) => [attemptId, account])
    expect(accountsOf).toEqual([
      ['m.0', 'a'],
      ['m.d', 'shared'],
    ])
    expect([ids, closed]).toEqual([{ a: 'a', d: 'shared' }, {}])
  })

  it('are closed by the ids that the member gives them, if only other members can tell why', () => {
    const want = { since: 0, count: 1, readyAt: 0, until: at + 500 }
    const waiting = memberWith({ wants: { shared: want } })
    const snapshot = snapshotOf({ b: waiting }, { a: servedAccount('c'), shared: servedAccount('d') })
    const limited = { ...terms, assumed: { requests: 1, windowMs } }
    const given = accounts.map((each) => ({ ...each, terms: each.id === 'd' ? limited : terms }))
    const { granted, closed } = decideOn(snapshot, { accounts: given }).result
    expect(granted.map(({ attemptId }) => attemptId)).toEqual(['m.0'])
    expect(closed).toEqual({ d: { until: at + 500, reason: 'turn' } })
  })

  it('are not closed if the rules of the member can tell', () => {
    const other = memberWith({ attempts: { 'b.1': attempt() } })
    const unknown = snapshotOf(
      { b: other },
      { a: { ...servedAccount('c'), said: { isSilent: false, stated: [], refusals: 0 } } },
    )
    const { granted, closed, snapshot } = decideOn(unknown, { accounts: accounts.slice(0, 1) }).result
    expect([granted, closed]).toEqual([[], {}])
    expect(snapshot.members['me']?.wants['a']).toMatchObject({ count: 1 })
  })
})
