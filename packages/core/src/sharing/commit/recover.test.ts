import { expect, it } from 'vitest'
import { newAccount } from '../../limiter/AccountRules.ts'
import { mattersUntil } from './mattersUntil.ts'
import { recover } from './recover.ts'
import type { Snapshot } from '../snapshot/Snapshot.ts'
import { emptySnapshot } from '../snapshot/Snapshot.ts'
import { encodeSnapshot } from '../snapshot/snapshotText.ts'

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
