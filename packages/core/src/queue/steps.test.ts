import { expect, it, vi } from 'vitest'
import type { QueuedCall } from './QueuedCall.ts'
import { counter, queued, silentCaller } from './queuedCall.testing.ts'

const counted = vi.hoisted(() => ({ steps: 0 }))

/** Counts every comparison of two calls. */
vi.mock(import('./places.ts'), async (original) => {
  const { goesBefore, expiresBefore } = await original()
  return {
    goesBefore(a, b) {
      counted.steps += 1
      return goesBefore(a, b)
    },
    expiresBefore(a, b) {
      counted.steps += 1
      return expiresBefore(a, b)
    },
  }
})

// Other test files of the same process may have loaded it already.
vi.resetModules()
const { WaitQueue } = await import('./WaitQueue.ts')

const priorities = ['high', 'normal', 'low'] as const
const groups = ['a', 'b', undefined, undefined]

/**
 * Of each priority and several groups. Deadlines are neither in the order of arrival, nor against
 * it.
 */
function calls(size: number): QueuedCall[] {
  const caller = silentCaller()
  return Array.from({ length: size }, (_, index) =>
    queued(priorities[index % 3], {
      caller,
      group: groups[index % 4],
      deadlineAt: (index * 7919) % 1_000_003,
    }),
  )
}

it.each([1e3, 1e4, 1e5, 1e6])(
  'enters, counts, changes, sends, expires and cancels in O(log n) steps with %i calls waiting',
  (size) => {
    const queue = new WaitQueue(counter())
    const waiting = calls(size)
    /**
     * Returns how many steps `act` takes, on average over `count` calls from all over the queue.
     */
    const stepsEach = (count: number, act: (call: QueuedCall) => void): number => {
      counted.steps = 0
      for (let index = 0; index < count; index += 1) act(waiting[(index * 7919) % size] as QueuedCall)
      return counted.steps / count
    }
    const steps = {
      enter: stepsEach(size, (call) => queue.enter(call, 0)),
      count: stepsEach(100, (call) => queue.ahead(call)),
      change: stepsEach(100, (call) => {
        queue.remove(call)
        queue.enter(call, 0)
      }),
      cancel: stepsEach(100, (call) => queue.remove(call)),
      send: stepsEach(100, () => queue.take(queue.first(0, Infinity) as QueuedCall)),
      expire: stepsEach(100, () => queue.remove(queue.expired(Infinity) as QueuedCall)),
    }
    expect(queue.size).toBe(size - 300)
    for (const each of Object.values(steps)) {
      expect(each).toBeGreaterThan(1)
      expect(each).toBeLessThan(20 * Math.log2(size))
    }
  },
  // A million calls take their time on a busy machine.
  120_000,
)
