import { createMock } from '@bando/mock'
import { expect, test } from 'vitest'
import { minuteMs, serve } from './serve.ts'

test.each(['revoke', 'expire'] as const)('a token after %s is answered 401', async (how) => {
  const { mock, token, statuses } = await serve()
  expect(await statuses(1, { token })).toEqual([200])
  mock.tokens[how](token)
  expect(await statuses(1, { token })).toEqual([401])
})

test('a token with expiresInMs expires by the clock', async () => {
  const { mock, statuses } = await serve()
  const token = mock.tokens.issue({ expiresInMs: minuteMs })
  mock.advance(minuteMs - 1)
  expect(await statuses(1, { token })).toEqual([200])
  mock.advance(1)
  expect(await statuses(1, { token })).toEqual([401])
})

test('the scheme is accepted in any case', async () => {
  const { token, ask } = await serve()
  expect((await ask('/coolness', { authorization: `bearer ${token}` })).status).toBe(200)
})

test('403 for an address that is not allowed is not a failed attempt', async () => {
  const { mock, statuses } = await serve()
  await statuses(10, { token: mock.tokens.issue({ addresses: ['192.0.2.1'] }) })
  expect(mock.state.lockouts).toEqual([])
})

test('a request with a locked token does not spend its budget', async () => {
  const { mock, token, statuses } = await serve()
  await statuses(5, { token: 'wrong' })
  await statuses(3, { token })
  expect(mock.state.callers.find(({ kind }) => kind === 'token')).toMatchObject({ used: 0, resetAt: null })
})

test.each([
  [{ onwer: 'a' }, 'There is no option "$onwer". Did you mean "$owner"?'],
  [
    { token: 'bando two' },
    'Option "$token" must be a bearer token as RFC 6750 has it, but another text was given.',
  ],
  [
    { limit: { requests: 0, windowMs: 1 } },
    'Option "$limit.requests" must be a whole number of 1 or more, but 0 was given.',
  ],
])('issuing %o is refused, and the message has no token', async (given, message) => {
  const { mock } = await serve()
  expect(() => mock.tokens.issue(given as object)).toThrow(message.replaceAll('$', ''))
  // In a list it is said which one is meant.
  expect(() => createMock({ tokens: [given as object] })).toThrow(message.replaceAll('$', 'tokens.0.'))
})
