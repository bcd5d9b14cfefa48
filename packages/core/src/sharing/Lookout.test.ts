import { expect, it } from 'vitest'
import { ManualClock } from '../testing/ManualClock.ts'
import { Lookout } from './Lookout.ts'

function setUp() {
  const clock = new ManualClock()
  const looks: number[] = []
  return { clock, looks, lookout: new Lookout(clock, () => looks.push(clock.now())) }
}
const idle = { keepAlive: false }

it('looks once, at the time that was set last', async () => {
  const { clock, looks, lookout } = setUp()
  lookout.set(100, idle)
  await clock.advance(50)
  lookout.set(100, idle)
  lookout.set(200, { keepAlive: true })
  lookout.set(80, { keepAlive: true })
  await clock.advance(1000)
  expect(looks).toEqual([130])
  expect(clock.pending).toBe(0)
})

it('keeps one timer while it is put off', async () => {
  const { clock, looks, lookout } = setUp()
  for (let index = 0; index < 10; index += 1) {
    lookout.set(100, idle)
    expect([clock.pending, clock.nextAt]).toEqual([1, 100])
    await clock.advance(9)
  }
  await clock.advance(1000)
  expect(looks).toEqual([181])
})

it('looks not at all if it is stopped, or set to Infinity', async () => {
  const { clock, looks, lookout } = setUp()
  lookout.set(100, idle)
  lookout.set(Infinity, idle)
  expect(clock.pending).toBe(0)
  lookout.set(100, idle)
  lookout.stop()
  expect(clock.pending).toBe(0)
  await clock.advance(1000)
  expect(looks).toEqual([])
})
