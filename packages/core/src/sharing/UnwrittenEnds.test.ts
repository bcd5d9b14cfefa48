import { expect, it } from 'vitest'
import { call, outcomes } from '../limiter/call.testing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import type { Holding } from './Holdings.ts'
import { sharedAccount } from './host.testing.ts'
import { UnwrittenEnds } from './UnwrittenEnds.ts'

function holding(attemptId: string): Holding {
  return {
    attemptId,
    account: sharedAccount('a'),
    attempt: attempt({ credentialId: attemptId }),
    startedAt: 0,
    queued: undefined,
  }
}

it('remembers each end, in the order in which the requests ended', () => {
  const ends = new UnwrittenEnds()
  const [first, second] = [holding('m.1'), holding('m.2')]
  const sent = call({ sentAt: 7 })
  void ends.add(first, sent, outcomes.ok)
  void ends.add(second, call(), outcomes.lost)
  expect(ends.all).toMatchObject([
    { attemptId: 'm.1', attempt: first.attempt, call: sent, outcome: outcomes.ok },
    { attemptId: 'm.2', attempt: second.attempt, outcome: outcomes.lost },
  ])
  expect(ends.all.map(({ owner }) => owner)).toEqual([first.account, second.account])
})

it('resolves when the end is told, and not before', async () => {
  const ends = new UnwrittenEnds()
  let isTold = false
  const told = ends.add(holding('m.1'), call(), outcomes.ok).then(() => (isTold = true))
  await Promise.resolve()
  expect(isTold).toBe(false)
  for (const each of ends.all) each.told()
  await told
  expect(isTold).toBe(true)
})

it('forgets what is written, and keeps what ended during the commit', () => {
  const ends = new UnwrittenEnds()
  void ends.add(holding('m.1'), call(), outcomes.ok)
  const written = ends.all
  void ends.add(holding('m.2'), call(), outcomes.ok)
  ends.delete(written)
  expect(ends.all.map(({ attemptId }) => attemptId)).toEqual(['m.2'])
  expect(written.map(({ attemptId }) => attemptId)).toEqual(['m.1'])
})
