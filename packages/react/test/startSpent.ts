import type { Bando, BandoOptions } from '@bando/core'
import type { Mock } from '@bando/mock'
import { focusManager, onlineManager } from '@tanstack/react-query'
import { onTestFinished, vi } from 'vitest'
import { startMock } from './startMock.ts'

/** A client that has spent a part of its budget, and its mock. */
export interface Spent {
  readonly bando: Bando
  readonly mock: Mock
  /** The priority of each call, in the order in which the calls were made. */
  readonly priorities: (string | undefined)[]
}

/** Starts a client of ten requests an hour, and spends `spent` of them. */
export async function startSpent(spent: number, options: BandoOptions = {}): Promise<Spent> {
  const { bando, mock } = await startMock({}, { limit: { requests: 10, windowMs: 3_600_000 }, ...options })
  for (let index = 0; index < spent; index += 1)
    await bando.get('/coolness', { query: { of: String(index) } })
  const priorities: (string | undefined)[] = []
  const get = bando.get.bind(bando)
  vi.spyOn(bando, 'get').mockImplementation((path, options) => {
    priorities.push(options?.priority)
    return get(path, options)
  })
  onTestFinished(() => {
    focusManager.setFocused(undefined)
    onlineManager.setOnline(true)
  })
  return { bando, mock, priorities }
}

/** The events of a page after which TanStack Query refetches stale data. */
export const causes: readonly [name: string, cause: () => void][] = [
  ['focus', () => [false, true].forEach((isFocused) => focusManager.setFocused(isFocused))],
  ['reconnect', () => [false, true].forEach((isOnline) => onlineManager.setOnline(isOnline))],
]
