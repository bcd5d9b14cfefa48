import { getEventListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallerRow } from './callers.ts'
import { callers } from './callers.ts'
import type { Length } from './expected.ts'
import { expected } from './expected.ts'
import { faults } from './faults.ts'
import type { MethodRow } from './methods.ts'
import { methods } from './methods.ts'
import { play } from './play.ts'

const lengths: readonly Length[] = ['once', 'always']

/** TanStack Query never sends a HEAD. */
function isCell({ method }: MethodRow, { name }: CallerRow): boolean {
  return method !== 'HEAD' || name !== 'TanStack Query'
}

const unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)
beforeAll(() => process.on('unhandledRejection', note))
afterAll(() => process.off('unhandledRejection', note))

describe.each(faults)('$name', (row) => {
  it.each(callers)('is heard once, and costs no more than it must, through $name', async (caller) => {
    const { signal } = new AbortController()
    const cells = methods
      .filter((method) => isCell(method, caller))
      .flatMap((method) => lengths.map((length) => ({ row, method, caller, length, signal })))
    const played = await Promise.all(
      cells.map(async (cell) => [`${cell.method.name}, ${cell.length}`, await play(cell)] as const),
    )
    const fates = cells.map((cell) => {
      const { heard, requests } = expected(row, cell.method, caller, cell.length)
      const fate = { heard: [heard], requests, inFlight: 0, heldTooMany: 0, next: 200 }
      return [`${cell.method.name}, ${cell.length}`, expect.objectContaining(fate)] as const
    })
    expect(Object.fromEntries(played)).toEqual(Object.fromEntries(fates))

    const processedTwice = played.filter(
      ([, { processed }], index) => processed > 1 && cells[index]?.method.isRepeatable !== true,
    )
    expect(processedTwice).toEqual([])
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    await setImmediate()
    expect(unhandled).toEqual([])
  })
})
