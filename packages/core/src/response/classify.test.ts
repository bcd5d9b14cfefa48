import { expect, it } from 'vitest'
import { classify } from './classify.ts'

const headers = new Headers({ 'retry-after': '7', ratelimit: '"a";r=3' })
const advertised = { policies: [], remaining: 3, resetMs: undefined }

it.each<[number, object]>([
  [200, { kind: 'ok' }],
  [204, { kind: 'ok' }],
  [299, { kind: 'ok' }],
  [304, { kind: 'ok' }],
  [300, { kind: 'redirected' }],
  [308, { kind: 'redirected' }],
  [400, { kind: 'failed', retryAfterMs: 7000 }],
  [401, { kind: 'rejected', isInvalidToken: false }],
  [403, { kind: 'forbidden', reason: 'its body was not looked into' }],
  [404, { kind: 'failed', retryAfterMs: 7000 }],
  [429, { kind: 'limited', retryAfterMs: 7000 }],
  [500, { kind: 'failed', retryAfterMs: 7000 }],
  [503, { kind: 'failed', retryAfterMs: 7000 }],
])('%i', (status, expected) => {
  expect(classify({ status, headers }, 0)).toEqual({ ...expected, status, advertised })
})

it.each([
  [true, { kind: 'locked', retryAfterMs: 7000, reason: 'so it is' }],
  [false, { kind: 'forbidden', reason: 'so it is' }],
])('403 that is a lockout: %s', (isLockout, expected) => {
  expect(classify({ status: 403, headers }, 0, { isLockout, reason: 'so it is' })).toMatchObject(expected)
})

it.each<[string, boolean]>([
  ['Bearer error="invalid_token"', true],
  ['Bearer realm="bando", error="invalid_token", error_description="The token expired"', true],
  ['Basic realm="a", Bearer error=invalid_token', true],
  ['bearer Error = "invalid_token"', true],
  ['Bearer', false],
  ['Bearer error="insufficient_scope"', false],
  ['Bearer error_description="invalid_token"', false],
  ['Bearer error="invalid_token_type"', false],
  ['', false],
])('401 with WWW-Authenticate: %s says that the token is not valid: %s', (challenge, isInvalidToken) => {
  const headers = new Headers({ 'www-authenticate': challenge })
  expect(classify({ status: 401, headers }, 0)).toMatchObject({ kind: 'rejected', isInvalidToken })
})
