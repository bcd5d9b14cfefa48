import { expect, it } from 'vitest'
import { idempotencyKey, methodName } from './checks.ts'
import { failure, json, setUp } from '../call/setUp.testing.ts'

it.each([
  ['get', 'GET'],
  ['M-SEARCH', 'M-SEARCH'],
])('the method %s is %s', (given, expected) => {
  expect(methodName(given)).toBe(expected)
})

it.each(['GET', 'head'])('a body of a %s is refused, since it would not be sent', async (method) => {
  const { bando, requests } = setUp(() => json({}))
  expect(await failure(bando.request(method, '/a', { body: { q: 1 } }))).toMatchObject({
    code: 'config',
    message: `${method.toUpperCase()} /a: takes no body, and fetch would send none. Put what it says into query, or use another method.`,
  })
  expect(requests).toHaveLength(0)
})

it.each(['', 'GET ', 'GET /x HTTP/1.1\r\nx: y', 'GÉT', 'trace', 'CONNECT', 'track'])(
  'the method %j is refused',
  (given) => {
    expect(() => methodName(given)).toThrow(
      `method: needs one of HTTP, such as GET, other than CONNECT, TRACE and TRACK. Found ${JSON.stringify(given)}.`,
    )
  },
)

it.each(['a', '8e03978e-40d5-43e8-bc93-6894a57f9324', 'order 7'])('the key %j is taken', (given) => {
  expect(idempotencyKey(given)).toBe(given)
})

it.each(['', ' a', 'a ', 'a\r\nx: y', 'a\u0000', 'schlüssel'])('the key %j is refused', (given) => {
  expect(() => idempotencyKey(given)).toThrow(
    `idempotencyKey: needs printable ASCII without line breaks or spaces around it, such as crypto.randomUUID() gives. Found ${JSON.stringify(given)}.`,
  )
})
