import { describe, expect, it } from 'vitest'
import type { JoinOptions } from './member.testing.ts'
import { key, setUp } from './member.testing.ts'
import type { Snapshot } from './snapshot/Snapshot.ts'
import { decodeSnapshot } from './snapshot/snapshotText.ts'

/** A member whose process ends. */
async function setUpExit(options: JoinOptions = {}) {
  const { clock, disk, snapshot, join } = setUp()
  const member = join({ hasExit: true, ...options })
  /** What the last commit stores, `lateMs` after the one before; `undefined` if none is made. */
  const exit = (lateMs = 0): Snapshot | undefined => {
    const last = member.log.lasts.at(-1)?.()
    const { next } = last?.change(disk.texts.get(key), last.context.at(0) + lateMs, 0) ?? {}
    return next === undefined ? undefined : decodeSnapshot(next)?.snapshot
  }
  await clock.advance(0)
  const held = (): string[] => Object.keys(member.of(snapshot())?.attempts ?? {})
  return { ...member, clock, disk, exit, join, held }
}

/** How many permits count as used, and as in flight. */
function counted(snapshot: Snapshot | undefined): unknown {
  const { answered, inFlight } = snapshot?.accounts['anonymous']?.budget.permits ?? {}
  return { answered: answered?.count.reduce((sum, count) => sum + count, 0), inFlight }
}

describe('a member whose process ends', () => {
  it('gives back the permits that it held, and tells how its requests ended', async () => {
    const { account, serve, exit, held, of } = await setUpExit()
    for (let count = 0; count < 4; count += 1) await serve(account())
    expect(held().length).toBeGreaterThan(0)
    const after = exit() as Snapshot
    expect(of(after)).toBeUndefined()
    expect(counted(after)).toEqual({ answered: 4, inFlight: 0 })
  })

  it('leaves a request in flight as it is, until its lease ends', async () => {
    const { account, serve, send, exit, of } = await setUpExit()
    for (let count = 0; count < 3; count += 1) await serve(account())
    await send(account())
    const after = exit() as Snapshot
    expect(Object.keys(of(after)?.attempts ?? {})).toHaveLength(1)
    expect(counted(after)).toEqual({ answered: 3, inFlight: 1 })
  })

  it('takes no permit for a call that waits, though one has come free', async () => {
    const { account, serve, send, enter, clock, exit } = await setUpExit()
    await serve(account(undefined, 2))
    await send(account())
    enter(account())
    await clock.advance(0)
    expect(counted(exit(7_200_000))).toMatchObject({ inFlight: 1 })
  })

  it('gives back the permits of a commit whose reply has not come yet', async () => {
    const { account, enter, holdUp, clock, exit, held } = await setUpExit()
    const release = holdUp()
    enter(account())
    await clock.advance(0)
    expect(held()).toHaveLength(1)
    expect(counted(exit())).toEqual({ answered: 0, inFlight: 0 })
    release()
  })

  it('does not stand in line any more, though it holds nothing', async () => {
    const { account, enter, clock, exit, of, join } = await setUpExit()
    const other = join()
    await other.send(other.account(undefined, 1))
    enter(account(undefined, 1))
    await clock.advance(0)
    const after = exit() as Snapshot
    expect(of(after)).toBeUndefined()
    expect(Object.values(after.members)).toMatchObject([{ wants: {} }])
  })

  it('gives back its share for outages, though it holds nothing', async () => {
    const { account, serve, clock, exit, of } = await setUpExit({ outageShare: 0.25 })
    await serve(account())
    await clock.advance(1000)
    expect(of(exit() as Snapshot)).toBeUndefined()
  })

  it('tells how a request ended that the store failed to write before', async () => {
    const { account, send, end, clock, disk, exit } = await setUpExit()
    const request = await send(account())
    disk.failure = { at: 'write', error: new Error('the disk fails') }
    end(request)
    await clock.advance(0)
    expect(counted(exit())).toEqual({ answered: 1, inFlight: 0 })
  })

  it('commits nothing if it has nothing to tell', async () => {
    const { account, serve, clock, exit, log } = await setUpExit()
    expect(log.lasts.at(-1)?.()).toBeUndefined()
    await serve(account())
    await clock.advance(1000)
    expect(exit()).toBeUndefined()
  })

  it('has said all that it knows once it has left, and may come back', async () => {
    const { scope, leave, clock, log } = await setUpExit()
    expect([log.lasts.length, log.lastStops]).toEqual([1, 0])
    const leaveAgain = scope.enter()
    await leave()
    expect([log.lasts.length, log.lastStops]).toEqual([1, 0])
    await leaveAgain()
    await clock.advance(0)
    expect([log.lasts.length, log.lastStops]).toEqual([1, 1])
    scope.enter()
    expect([log.lasts.length, log.lastStops]).toEqual([2, 1])
  })
})
