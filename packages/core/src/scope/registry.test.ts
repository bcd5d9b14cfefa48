import { expect, it, vi } from 'vitest'
import { memoryStore } from '../stores/memoryStore.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { sharedClock, sharedScope } from './registry.ts'

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

it('is shared by those with the same store, clock and origin, and by no others', () => {
  const ours = options()
  const [store, url] = [memoryStore(), 'https://a.example']
  const scope = sharedScope(store, url, ours)
  expect(sharedScope(store, url, ours)).toBe(scope)
  expect(sharedScope(memoryStore(), url, ours)).not.toBe(scope)
  expect(sharedScope(undefined, url, ours)).not.toBe(scope)
  expect(sharedScope(undefined, url, ours)).toBe(sharedScope(undefined, url, ours))
  expect(sharedScope(store, url, options())).not.toBe(scope)
  expect(sharedScope(store, 'https://b.example', ours)).not.toBe(scope)
})

it('is found again by a second copy of the package', async () => {
  const ours = options()
  const scope = sharedScope(undefined, 'https://copies.example', ours)
  vi.resetModules()
  const copy = await import('./registry.ts')
  expect(copy.sharedScope).not.toBe(sharedScope)
  expect(copy.sharedScope(undefined, 'https://copies.example', ours)).toBe(scope)
  expect(copy.sharedClock()).toBe(sharedClock())
})

it('forgets an origin that has nothing to remember', () => {
  const ours = options()
  const store = memoryStore()
  const idle = sharedScope(store, 'https://idle.example', ours)
  const busy = sharedScope(store, 'https://busy.example', ours)
  busy.auth.sent({ credentialId: 'a', endpoint: 'GET /a', level: 0, whenLocked: 'fail', sentAt: 0 }, 0)
  sharedScope(store, 'https://another.example', ours)
  expect(sharedScope(store, 'https://busy.example', ours)).toBe(busy)
  expect(sharedScope(store, 'https://idle.example', ours)).not.toBe(idle)
})

it('holds all its clients to the strictest of their options, and names those in which they differ', () => {
  const [ours, store] = [options(), memoryStore()]
  const scope = sharedScope(store, 'https://a.example', ours)
  expect(scope.join(ours)).toEqual([])
  expect(scope.join({ ...ours, maxInFlight: 2, verifiedForMs: 5000, maxFlightMs: 9000 })).toEqual([
    'verifiedForMs',
    'maxInFlight',
    'maxFlightMs',
  ])
  scope.join({ ...ours, maxInFlight: 9, verifiedForMs: 500, maxFlightMs: 10 })
  expect(scope.auth.options).toMatchObject({ maxInFlight: 2, verifiedForMs: 500, maxFlightMs: 9000 })
})
