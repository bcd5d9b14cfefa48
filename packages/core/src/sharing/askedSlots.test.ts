import { expect, it, vi } from 'vitest'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { queued } from '../queue/queuedCall.testing.ts'
import type { Brought } from './Asks.ts'
import { Asks } from './Asks.ts'
import { snapshotOf } from './commit/snapshot.testing.ts'
import { CommitLoop } from './CommitLoop.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import { OwnSlots } from './OwnSlots.ts'
import { SparePermits } from './SparePermits.ts'

const slots = { credentialId: 'c', count: 2 }

/** Asks for a commit of the member `m`, and returns how it asked for its slots. */
function ask(given: Partial<Brought> = {}, ...waiting: QueuedCall[][]) {
  const host = sharingHost(...waiting.map((calls, index) => sharedAccount(`a${index}`, calls)))
  const holdings = new Holdings()
  const loop = new CommitLoop(host.clock, async () => {})
  const own = new OwnSlots(host, holdings, loop)
  const kept = vi.spyOn(own, 'kept').mockReturnValue(slots)
  const spares = new SparePermits(host, { holdings, loop, slots: own, fewCommitsFrom: 10_000 })
  const asks = new Asks(host, {
    memberId: 'm',
    holdings,
    slots: own,
    spares,
    outageShare: 0.25,
    fewCommitsFrom: 10_000,
  })
  const shares = { spent: ['a0'], withToken: [] }
  const brought = { joinedAt: 5, known: undefined, pardoned: [], isLeaving: false, offsetMs: 7, ended: [] }
  const { work } = asks.next({ ...brought, shares, ...given })
  return { work, demand: kept.mock.lastCall }
}

it('a commit keeps the slots that its member needs', () => {
  const { work, demand } = ask()
  expect(work.slots).toBe(slots)
  expect(demand).toEqual([false, 7, false])
})

it.each([
  ['none of its calls waits', [[], []], false],
  ['calls of one of its accounts wait', [[], [queued()]], true],
])('a commit asks for slots as its own calls need them: %s', (_, waiting, isWaiting) => {
  expect(ask({}, ...waiting).demand).toEqual([isWaiting, 7, false])
})

it('a commit brings what the user and the store have told its member', () => {
  const known = { snapshot: snapshotOf({}), text: '', version: 1, at: 1000 }
  const { work } = ask({ known, isLeaving: true })
  expect(work).toMatchObject({ known, isLeaving: true, shares: { spent: ['a0'], withToken: [] } })
  expect(work.options).toEqual({
    maxFlightMs: 60_000,
    verifiedForMs: 60_000,
    maxInFlight: 4,
    outageShare: 0.25,
    fewCommitsFrom: 10_000,
  })
})
