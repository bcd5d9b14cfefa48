import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'
import { run } from './run.ts'

it('serves fifty ids at twenty per half second, slows down, and is never refused', async () => {
  const mock = createMock({ limit: { requests: 20, windowMs: 500 } })
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const seen: number[] = []
  const token = mock.tokens.issue()
  const result = await run({ baseUrl: url, token, ids: 50, onProgress: ({ served }) => seen.push(served) })
  expect(result).toMatchObject({ served: 50, refused: 0 })
  expect(result.longestWaitMs).toBeGreaterThan(0)
  expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  expect(mock.log.map(({ status }) => status)).toEqual(seen.map(() => 200))
})

it('does nothing for no ids', async () => {
  expect(await run({ baseUrl: 'http://127.0.0.1:1', ids: 0 })).toMatchObject({ served: 0, refused: 0 })
})
