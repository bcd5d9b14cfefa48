import { expect, it, vi } from 'vitest'
import { memoryStore } from '../stores/memoryStore.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { sharedClock, sharedOrigin } from './registry.ts'

function options(clock = new ManualClock()) {
  return {
    clock,
    random: () => 0,
    maxFlightMs: 1000,
    verifiedForMs: 1000,
    maxInFlight: 4,
    onDamage: () => {},
  }
}

it('is shared by those with the same store, clock and origin, and by nobody else (pitfall 16)', () => {
  const ours = options()
  const [store, url] = [memoryStore(), 'https://a.example']
  const origin = sharedOrigin(store, url, ours)
  expect(sharedOrigin(store, url, ours)).toBe(origin)
  expect(sharedOrigin(memoryStore(), url, ours)).not.toBe(origin)
  expect(sharedOrigin(undefined, url, ours)).not.toBe(origin)
  expect(sharedOrigin(undefined, url, ours)).toBe(sharedOrigin(undefined, url, ours))
  expect(sharedOrigin(store, url, options())).not.toBe(origin)
  expect(sharedOrigin(store, 'https://b.example', ours)).not.toBe(origin)
})

it('is found again by a second copy of the package', async () => {
  const ours = options()
  const origin = sharedOrigin(undefined, 'https://copies.example', ours)
  vi.resetModules()
  const copy = await import('./registry.ts')
  expect(copy.sharedOrigin).not.toBe(sharedOrigin)
  expect(copy.sharedOrigin(undefined, 'https://copies.example', ours)).toBe(origin)
  expect(copy.sharedClock()).toBe(sharedClock())
})

it('forgets an origin that has nothing to remember (pitfall 30)', () => {
  const ours = options()
  const store = memoryStore()
  const idle = sharedOrigin(store, 'https://idle.example', ours)
  const busy = sharedOrigin(store, 'https://busy.example', ours)
  busy.verdicts.left({ credential: 'a', level: 0, whenLocked: 'fail', leftAt: 0 }, 0)
  sharedOrigin(store, 'https://another.example', ours)
  expect(sharedOrigin(store, 'https://busy.example', ours)).toBe(busy)
  expect(sharedOrigin(store, 'https://idle.example', ours)).not.toBe(idle)
})

it('holds all its clients to the strictest of their options, and names those in which they differ', () => {
  const [ours, store] = [options(), memoryStore()]
  const origin = sharedOrigin(store, 'https://a.example', ours)
  expect(origin.join(ours)).toEqual([])
  expect(origin.join({ ...ours, maxInFlight: 2, verifiedForMs: 5000, maxFlightMs: 9000 })).toEqual([
    'verifiedForMs',
    'maxInFlight',
    'maxFlightMs',
  ])
  origin.join({ ...ours, maxInFlight: 9, verifiedForMs: 500, maxFlightMs: 10 })
  expect(origin.verdicts.options).toMatchObject({ maxInFlight: 2, verifiedForMs: 500, maxFlightMs: 9000 })
})
