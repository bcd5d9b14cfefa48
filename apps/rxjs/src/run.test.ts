import type { BandoState } from '@bando/core'
import { isBandoError } from '@bando/core'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'
import type { Answer } from './answer.ts'
import { run } from './run.ts'

const ids = (count: number): string[] => Array.from({ length: count }, (_, id) => String(id))

it('serves nine ids at three per second, in order, and is never refused', async () => {
  // Fewer than may be in flight at once, so that the fourth waits however slowly responses come.
  const mock = createMock({ limit: { requests: 3, windowMs: 1000 } })
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const shown: { served: number; state: BandoState }[] = []
  const written: Answer[] = []
  const result = await run({
    baseUrl: url,
    token: mock.tokens.issue(),
    ids: ids(9),
    write: (answer) => written.push(answer),
    progress: { show: (served, state) => void shown.push({ served, state }) },
  })
  expect(result).toMatchObject({ served: 9, refused: 0 })
  expect(result.waitedMs).toBeGreaterThan(0)
  expect(mock.log.map(({ status }) => status)).toEqual(ids(9).map(() => 200))
  expect(written.map(({ id, status }) => [id, status])).toEqual(ids(9).map((id) => [id, 200]))
  expect(shown.at(-1)?.served).toBe(9)
  expect(shown.some(({ state }) => state.limit.remaining === 0 && state.queue.waiting > 0)).toBe(true)
})

it('writes an answer that is an error of its id, and ends with any other error', async () => {
  const mock = createMock()
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const written: Answer[] = []
  const given = { baseUrl: url, token: mock.tokens.issue(), write: (answer: Answer) => written.push(answer) }
  await run({ ...given, ids: ['nowhere'], path: '/{id}' })
  expect(written).toEqual([{ id: 'nowhere', status: 404, error: 'http' }])
  mock.tokens.revoke(given.token)
  const failed = run({ ...given, ids: ids(100) })
  await expect(failed).rejects.toSatisfy((error) => isBandoError(error, 'rejected'))
  expect(written).toHaveLength(1)
})

it('pulls nothing more once it is stopped', async () => {
  const mock = createMock({ limit: { requests: 5, windowMs: 3_600_000 } })
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const stopping = new AbortController()
  const result = await run({
    baseUrl: url,
    token: mock.tokens.issue(),
    limit: { requests: 5, windowMs: 3_600_000 },
    ids: ids(1000),
    signal: stopping.signal,
    progress: { show: (served, { queue }) => served === 5 && queue.waiting === 1 && stopping.abort() },
  })
  expect(result).toMatchObject({ served: 5, refused: 0 })
})

it('does nothing for no ids', async () => {
  const result = await run({ baseUrl: 'http://127.0.0.1:1', ids: [] })
  expect(result).toEqual({ served: 0, refused: 0, waitedMs: 0 })
})

it('writes the answers of the requests that are under way when it is stopped', async () => {
  const stopping = new AbortController()
  const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))
  let requests = 0
  const route = async () => {
    requests += 1
    if (requests === 3) stopping.abort()
    // The first response proves the token, so that several requests may be under way.
    if (requests > 1) await stopped
    return Response.json('late')
  }
  const mock = createMock({ routes: { 'GET /slow/:id': route } })
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const written: Answer[] = []
  const result = await run({
    baseUrl: url,
    token: mock.tokens.issue(),
    ids: ids(1000),
    path: '/slow/{id}',
    signal: stopping.signal,
    write: (answer) => written.push(answer),
  })
  expect(result.served).toBeGreaterThanOrEqual(3)
  expect(written).toEqual(ids(result.served).map((id) => ({ id, status: 200, data: 'late' })))
  expect(mock.log).toHaveLength(result.served)
})
