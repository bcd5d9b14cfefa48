import { describe, expect, it } from 'vitest'
import { newAccount } from '../../limiter/AccountRules.ts'
import { mattersUntil } from './mattersUntil.ts'
import { recover } from './recover.ts'
import type { Snapshot } from '../snapshot/Snapshot.ts'
import { emptySnapshot } from '../snapshot/Snapshot.ts'
import { encodeSnapshot } from '../snapshot/snapshotText.ts'
import type { KnownSnapshot } from './Work.ts'

const windowMs = 1000
const place = { memberId: 'a', lineage: 'a.2', version: 0 }

/** What a member knows: a permit that was answered at 5000, and another member. */
function known(): Snapshot {
  const account = newAccount()
  const { permits } = account.budget
  permits.windowsMs = [windowMs]
  permits.answered.at.push(5000)
  permits.answered.count.push(1)
  return {
    ...emptySnapshot('a.1'),
    accounts: { one: { ...account, credentialIds: [] } },
    members: { b: { at: 5000, until: 5000, maxFlightMs: 0, attempts: {}, wants: {} } },
  }
}

function recoverAt(at: number): Snapshot {
  const snapshot = known()
  const { text } = encodeSnapshot(snapshot)
  return recover(undefined, { ...place, at, known: { snapshot, text, version: 3, at: 5000 } }).snapshot
}

it('a store that is empty while a permit is held has lost its data', () => {
  expect(recoverAt(mattersUntil(known()) - 1).lost).toMatchObject({ from: 'a.1', version: 3, unheard: ['b'] })
})

it('a store that is empty after the last permit has forgotten what matters no more', () => {
  expect(recoverAt(mattersUntil(known()))).toEqual(emptySnapshot('a.2'))
})

it.each([
  ['a permit', {}, 5000 + windowMs * 1.0005 + 1],
  ['a lockout', { lockout: { since: 0, probeAt: 9000, reason: '', refusals: 0 } }, 9000],
  ['a rejection', { statuses: { x: { kind: 'rejected', recheckAt: 9000, times: 1 } } }, 9000],
] as const)('%s is the last thing that matters', (_, auth, until) => {
  expect(mattersUntil({ ...known(), auth: { ...known().auth, ...auth } })).toBe(until)
})

describe('what is stored', () => {
  const snapshot = known()
  const { text } = encodeSnapshot(snapshot)
  const seen: KnownSnapshot = { snapshot, text: 'an older text', version: 3, at: 5000 }
  const recovered = (found: string | undefined, version: number, before?: KnownSnapshot) =>
    recover(found, { ...place, at: 5000, version, known: before })

  it('begins a lineage if there is nothing, and the member knows nothing', () => {
    expect(recovered(undefined, 0)).toEqual({ snapshot: emptySnapshot('a.2'), damaged: undefined })
  })

  it.each([
    ['by a member that knows nothing', 0, undefined],
    ['if it is the version that the member knows', 3, seen],
    ['if it is a newer version', 4, seen],
  ])('is taken as it is %s', (_, version, before) => {
    const { encoded, ...rest } = recovered(text, version, before)
    expect(rest).toEqual({ snapshot, stored: snapshot, damaged: undefined })
    expect(encoded?.text).toBe(text)
  })

  it('is copied, so that a commit does not change what is stored', () => {
    const { snapshot: copy, stored } = recovered(text, 3, seen)
    copy.members['c'] = { at: 0, until: 0, maxFlightMs: 0, attempts: {}, wants: {} }
    expect(Object.keys(stored?.members ?? {})).toEqual(['b'])
  })

  it('is not read again if the member knows the text', () => {
    expect(recovered('known text', 3, { ...seen, text: 'known text' }).stored).toBe(snapshot)
  })

  it('is replaced by what the member knows if it is older than that', () => {
    const older = { ...snapshot, accounts: {} }
    const { stored, ...rest } = recovered(encodeSnapshot(older).text, 2, seen)
    const lost = { from: 'a.1', version: 3, knownAt: 5000, at: 5000, unheard: ['b'] }
    expect(rest).toEqual({ snapshot: { ...snapshot, lineage: 'a.2', lost }, damaged: undefined })
    expect(stored).toBeUndefined()
  })
})

describe('a text that makes no sense', () => {
  const snapshot = known()
  const seen: KnownSnapshot = { snapshot, text: '', version: 3, at: 5000 }

  it('is reported, and replaced by an empty snapshot if the member knows nothing', () => {
    const found = recover('nonsense', { ...place, at: 5000, known: undefined })
    expect(found).toEqual({ snapshot: emptySnapshot('a.2'), damaged: 'nonsense' })
  })

  it('is replaced by what the member knows, however old that is', () => {
    const { snapshot: back, damaged } = recover('nonsense', { ...place, at: 1e12, known: seen })
    expect([back.lost?.at, back.accounts, damaged]).toEqual([1e12, snapshot.accounts, 'nonsense'])
  })
})

it('a member that writes back what it knows does not wait to hear from itself', () => {
  const snapshot = known()
  const member = { at: 5000, until: 5000, maxFlightMs: 0, attempts: {}, wants: {} }
  snapshot.members = { a: member, c: member }
  const seen = { snapshot, text: '', version: 3, at: 5000 }
  expect(recover(undefined, { ...place, at: 5000, known: seen }).snapshot.lost?.unheard).toEqual(['c'])
})
