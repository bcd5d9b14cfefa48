import { expect, it, vi } from 'vitest'
import { json, setUp } from '../call/setUp.testing.ts'

const quiet = { debug() {}, info() {}, error() {} }

it('says once how to configure a limit, if the API advertises only one for a shorter time', async () => {
  const warn = vi.fn<(message: string) => void>()
  const { bando } = setUp(() => json({}, 200, { 'ratelimit-policy': '"burst";q=100;w=1' }), {
    logger: { ...quiet, warn },
  })
  await bando.get('/a')
  await bando.get('/b')
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    'The API advertises a limit of 100 requests per 1 s, and none for a longer time. The client also keeps its default, 100 requests per 3600 s. If your account may send more, pass limit: { requests, windowMs }.',
  ])
})

it.each([
  ['a limit is configured', { limit: { requests: 5, windowMs: 60_000 } }, '"burst";q=100;w=1'],
  ['the API advertises one for as long', {}, '"hour";q=100;w=3600, "burst";q=100;w=1'],
])('says nothing if %s', async (_, options, policy) => {
  const warn = vi.fn<(message: string) => void>()
  const { bando } = setUp(() => json({}, 200, { 'ratelimit-policy': policy }), {
    ...options,
    logger: { ...quiet, warn },
  })
  await bando.get('/a')
  expect(warn).not.toHaveBeenCalled()
})
