import { expect, it, vi } from 'vitest'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { queued } from '../queue/queuedCall.testing.ts'
import type { Brought } from './Asks.ts'
import { Asks } from './Asks.ts'
import { turnMs } from './commit/fairness.ts'
import { memberWith, snapshotOf } from './commit/snapshot.testing.ts'
import type { KnownSnapshot } from './commit/Work.ts'
import { CommitLoop } from './CommitLoop.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import { SparePermits } from './SparePermits.ts'

const slots = { credentialId: 'c', count: 2 }

/** A snapshot in which `memberId` wants a slot until `until`, as it was at 1000. */
function knownWant(memberId: string, until: number): KnownSnapshot {
  const want = { since: 0, count: 1, credentialId: 'd', readyAt: 0, until }
  const snapshot = snapshotOf({ [memberId]: memberWith({ wants: { b: want } }) })
  return { snapshot, text: '', version: 1, at: 1000 }
}

/** Asks for a commit of the member `m`, and returns how it asked for its slots. */
function ask(given: Partial<Brought> = {}, ...waiting: QueuedCall[][]) {
  const host = sharingHost(...waiting.map((calls, index) => sharedAccount(`a${index}`, calls)))
  const holdings = new Holdings()
  const spares = new SparePermits(host, holdings, new CommitLoop(host.clock, async () => {}))
  const keptSlots = vi.spyOn(spares, 'keptSlots').mockReturnValue(slots)
  const asks = new Asks(host, { memberId: 'm', holdings, spares, outageShare: 0.25 })
  const shares = { spent: ['a0'], withToken: [] }
  const brought = { joinedAt: 5, known: undefined, pardoned: [], isLeaving: false, offsetMs: 7, ended: [] }
  const { work } = asks.next({ ...brought, shares, ...given })
  return { work, demand: keptSlots.mock.lastCall?.[0] }
}

it('a commit keeps the slots that its member needs', () => {
  const { work, demand } = ask()
  expect(work.slots).toBe(slots)
  expect(demand).toEqual({ isWaiting: false, othersWait: false, offsetMs: 7 })
})

it.each([
  ['none of its calls waits', [[], []], false],
  ['calls of one of its accounts wait', [[], [queued()]], true],
])('a commit asks for slots as its own calls need them: %s', (_, waiting, isWaiting) => {
  expect(ask({}, ...waiting).demand).toMatchObject({ isWaiting })
})

it.each([
  ['another member waited at the last commit', knownWant('other', 1001), true],
  ['another member waited before the last commit, and not any more', knownWant('other', 1000), false],
  ['another member waits since', knownWant('other', 1000 + turnMs), true],
  ['it waited itself', knownWant('m', 1000 + turnMs), false],
])('a commit asks for slots as other members leave them: %s', (_, known, othersWait) => {
  expect(ask({ known }).demand).toMatchObject({ othersWait })
})

it('a commit brings what the user and the store have told its member', () => {
  const known = knownWant('other', 0)
  const { work } = ask({ known, isLeaving: true })
  expect(work).toMatchObject({ known, isLeaving: true, shares: { spent: ['a0'], withToken: [] } })
  expect(work.options).toEqual({
    maxFlightMs: 60_000,
    verifiedForMs: 60_000,
    maxInFlight: 4,
    outageShare: 0.25,
  })
})
