import { expect, it } from 'vitest'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount } from '../scope/Sharing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import { Holdings } from './Holdings.ts'
import { WantedCalls } from './WantedCalls.ts'

function setUp() {
  const holdings = new Holdings()
  const queued = { credentialId: 'c', timeoutMs: 1000 } as QueuedCall
  const dispatcher = { waiting: 1, turns: () => [queued] }
  const account = { id: 'a', credentialIds: ['c'], limits: [], dispatcher } as unknown as SharedAccount
  let ids = 0
  const wanted = new WantedCalls(() => `me.${(ids += 1)}`)
  wanted.of(account, [queued])
  /** Grants the call that waits, and a permit for a call to come. */
  const grant = (attemptId: string, isSpare: boolean): void => {
    const granted = attempt({ credentialId: 'c', ...(isSpare ? { isSpare } : {}) })
    holdings.take([{ attemptId, attempt: granted }], wanted, 0)
  }
  return { holdings, queued, account, grant }
}

it('a call that takes a permit for calls to come is in flight from then on', () => {
  const { holdings, queued, account, grant } = setUp()
  grant('me.2', true)
  expect([holdings.inFlight('c'), holdings.attempts['me.2']?.isSpare]).toEqual([0, true])
  const holding = holdings.takeSpare(account, queued, 100)
  if (holding) holdings.add(holding)
  expect([holdings.inFlight('c'), holdings.attempts['me.2']?.isSpare]).toEqual([1, undefined])
})

it('what a commit grants a call that has left meanwhile goes back', () => {
  const { holdings, queued, account, grant } = setUp()
  grant('me.2', true)
  const holding = holdings.takeSpare(account, queued, 100)
  if (holding) holdings.add(holding)
  queued.attemptId = 'me.2'
  grant('me.1', false)
  expect(Object.keys(holdings.attempts)).toEqual(['me.2'])
  expect(queued.attemptId).toBe('me.2')
})

it('permits for calls to come are kept for half of a lease', () => {
  const { holdings, account, grant } = setUp()
  grant('me.2', true)
  expect([holdings.keepSpare(account, 9, 2499), holdings.keepSpare(account, 9, 2500)]).toEqual([1, 0])
})
