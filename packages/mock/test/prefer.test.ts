import { expect, test } from 'vitest'
import { hourMs, serve } from './serve.ts'

const limit = { requests: 3, windowMs: hourMs }
const prefer = (code: string) => ({ headers: { prefer: `code=${code}` } })

test('429: looks like a real one, on any route', async () => {
  const { ask, token, statuses } = await serve({ limit })
  const preferred = await ask('/api/v1/networks/', { token, ...prefer('429') })
  await statuses(2, { token })
  const real = await ask('/api/v1/networks/', { token })
  const told = async ({ status, headers }: Response, body: Promise<string>) => {
    const fields = ['content-type', 'retry-after', 'ratelimit', 'ratelimit-policy']
    return [status, ...fields.map((name) => headers.get(name)), await body]
  }
  expect(preferred.headers.get('preference-applied')).toBe('code=429')
  expect(real.headers.has('preference-applied')).toBe(false)
  expect(await told(preferred, preferred.text())).toEqual(await told(real, real.text()))
})

test('a preferred refusal spends budget as a request does, and is not a failed attempt', async () => {
  const { ask, token, mock } = await serve({ limit })
  for (const code of ['429', '401']) await ask('/coolness', { token, ...prefer(code) })
  const { callers, lockouts } = mock.state
  expect(callers.map(({ used }) => used)).toEqual([2])
  expect(lockouts).toEqual([])
  expect(mock.log.map(({ status, verdict, preferred }) => [status, verdict, preferred])).toEqual([
    [429, 'served', 429],
    [401, 'served', 401],
  ])
})

test.each([
  ['400', /INVALID_REQUEST/, {}],
  ['401', /INVALID_TOKEN/, { 'www-authenticate': 'Bearer error="invalid_token"' }],
  ['403', /LOCKED_OUT/, { 'retry-after': '900' }],
  ['404', /NOT_FOUND/, {}],
  ['405', /METHOD_NOT_ALLOWED/, { allow: '' }],
  ['413', /TOO_LARGE/, {}],
  ['500', /SERVER_ERROR/, {}],
  ['409', /KEY_IN_USE/, {}],
  ['410', /GONE/, {}],
  ['503', /STATUS_503/, {}],
])('%s', async (code, says, fields) => {
  const { ask } = await serve()
  const response = await ask('/coolness', prefer(code))
  const body = await response.text()
  expect([response.status, body]).toEqual([Number(code), expect.stringMatching(says)])
  expect(body).toMatch(/api@bando\.cool/)
  expect(Object.fromEntries(response.headers)).toMatchObject(fields)
})

test('403 without a lockout: the address is not allowed', async () => {
  const { ask } = await serve({ lockout: false, errors: 'plain' })
  expect(await (await ask('/coolness', prefer('403'))).text()).toMatch(/^Forbidden: .*IP address/)
})

test('a refusal of the gate and a fault take precedence', async () => {
  const { ask, mock } = await serve()
  const statusOf = async (token?: string) => (await ask('/coolness', { token, ...prefer('404') })).status
  expect(await statusOf('wrong')).toBe(401)
  mock.faults.next({ status: 503 })
  expect([await statusOf(), await statusOf()]).toEqual([503, 404])
  expect(mock.log.map(({ preferred }) => preferred)).toEqual([undefined, undefined, 404])
})

test('a refusal of the gate reports the remaining requests, with any preference', async () => {
  const { ask } = await serve()
  const { status, headers } = await ask('/coolness', { token: 'wrong', ...prefer('429') })
  expect([status, headers.get('ratelimit')]).toEqual([401, '"anonymous";r=59;t=3600'])
})

test.each(['200', '999', 'soon'])('%s: ignored, and not said to be applied', async (code) => {
  const { ask } = await serve()
  const { status, headers } = await ask('/coolness', prefer(code))
  expect([status, headers.has('preference-applied')]).toEqual([200, false])
})
