import type { BandoState, Limit } from '@bando/core'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'
import { run } from './run.ts'

/** Whether any window held at most so many requests: each was judged a whole window after the one so many before. */
function keepsTo({ requests, windowMs }: Limit, { log }: Mock): boolean {
  const judgedAt = log.map(({ at }) => at)
  return judgedAt.slice(requests).every((at, index) => at - (judgedAt[index] ?? at) >= windowMs - 1)
}

it('serves fifty ids at twenty per half second, slows down, and is never refused', async () => {
  const limit = { requests: 20, windowMs: 500 }
  const mock = createMock({ limit })
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const shown: { served: number; state: BandoState }[] = []
  const out = { show: (served: number, state: BandoState) => void shown.push({ served, state }) }
  const result = await run({ baseUrl: url, token: mock.tokens.issue(), ids: 50, out })
  expect(result).toMatchObject({ served: 50, refused: 0 })
  expect(result.waitedMs).toBeGreaterThan(0)
  expect(mock.log.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
  expect(shown.at(-1)?.served).toBe(50)
  expect(shown.some(({ state }) => state.queue.waiting > 0)).toBe(true)
  expect(keepsTo(limit, mock)).toBe(true)
})

it('keeps to a limit of its own', async () => {
  const mock = createMock()
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const limit = { requests: 5, windowMs: 200 }
  const result = await run({ baseUrl: url, token: mock.tokens.issue(), limit, ids: 12 })
  expect(result).toMatchObject({ served: 12, refused: 0 })
  expect(keepsTo(limit, mock)).toBe(true)
})

it('does nothing for no ids', async () => {
  const result = await run({ baseUrl: 'http://127.0.0.1:1', ids: 0 })
  expect(result).toEqual({ served: 0, refused: 0, waitedMs: 0 })
})
