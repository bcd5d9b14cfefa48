import { expect, it } from 'vitest'
import { ManualClock } from './ManualClock.ts'

it('stands still until it is moved, and takes the wall along', async () => {
  const clock = new ManualClock(5000)
  expect([clock.now(), clock.epoch()]).toEqual([0, 5000])
  await clock.advance(10)
  expect([clock.now(), clock.epoch()]).toEqual([10, 5010])
  clock.setWall(0)
  await clock.advance(1)
  expect([clock.now(), clock.epoch()]).toEqual([11, 1])
})

it('fires each timer at its own instant, in order, with all that follows from it done first', async () => {
  const clock = new ManualClock()
  const seen: [string, number][] = []
  const note = (name: string): void => void seen.push([name, clock.now()])
  clock.schedule(() => note('late'), 30)
  clock.schedule(() => {
    note('early')
    void Promise.resolve().then(() => clock.schedule(() => note('followed'), 5))
  }, 10)
  const cancel = clock.schedule(() => note('never'), 20)
  expect([clock.pending, clock.nextAt]).toEqual([3, 10])
  cancel()
  await clock.advance(29)
  expect(seen).toEqual([['early', 10], ['followed', 15]]) // prettier-ignore
  await clock.advance(1)
  expect(seen.at(-1)).toEqual(['late', 30])
  expect([clock.pending, clock.nextAt]).toEqual([0, undefined])
})

it('fires what is due at once without moving', async () => {
  const clock = new ManualClock()
  let fired = false
  clock.schedule(() => (fired = true), -5)
  await clock.advance(0)
  expect([fired, clock.now()]).toEqual([true, 0])
})

it('fires timers of one instant in the order in which they were set', async () => {
  const clock = new ManualClock()
  const seen: string[] = []
  for (const name of ['first', 'second', 'third']) clock.schedule(() => seen.push(name), 10)
  await clock.advance(10)
  expect(seen).toEqual(['first', 'second', 'third'])
})

it('waits for every promise that a timer settles, however many follow from it, before the next', async () => {
  const clock = new ManualClock()
  const seen: string[] = []
  const follow = async (): Promise<void> => {
    for (let count = 0; count < 100; count += 1) await Promise.resolve()
    seen.push('what followed')
  }
  clock.schedule(() => void follow(), 10)
  clock.schedule(() => seen.push('the next'), 11)
  await clock.advance(11)
  expect(seen).toEqual(['what followed', 'the next'])
})

it('keeps no port open that would keep the process running', async () => {
  const clock = new ManualClock()
  const ports = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
  const before = ports()
  for (let count = 0; count < 50; count += 1) await clock.advance(1)
  await expect.poll(ports).toBeLessThanOrEqual(before)
})
