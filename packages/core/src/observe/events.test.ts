import { expect, it, vi } from 'vitest'

it('lists the name of every event', async () => {
  // Loads the module anew, so that a mutation of its table reaches this test.
  vi.resetModules()
  const { eventNames } = await import('./events.ts')
  expect(eventNames.toSorted()).toEqual([
    'limited',
    'locked',
    'noResponse',
    'rejected',
    'request',
    'response',
    'retry',
    'verified',
    'wait',
  ])
})
