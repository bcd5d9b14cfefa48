import { expect, it } from 'vitest'
import { outcomes } from '../call.testing.ts'
import { authResultOf, mayBeFailedLogin } from './authResult.ts'

it.each([
  ['ok', 'accepted'],
  ['rejected', 'invalidToken'],
  ['unauthorized', 'unauthorized'],
  ['locked', 'lockout'],
  ['lost', 'unconfirmed'],
  ['limited', 'nothing'],
  ['forbidden', 'nothing'],
  ['redirected', 'nothing'],
  ['unsent', 'unsent'],
] as const)('an outcome that is %s: %s', (kind, expected) => {
  expect(authResultOf(outcomes[kind])).toBe(expected)
})

it.each([
  ...[408, 502, 504, 520, 521, 524, 529].map((status) => [status, 'unconfirmed'] as const),
  ...[400, 404, 409, 410, 422, 500, 501, 503, 505, 519, 530].map((status) => [status, 'nothing'] as const),
])('status %i: %s', (status, expected) => {
  expect(authResultOf({ ...outcomes.notFound, status })).toBe(expected)
})

it.each([
  ['ok', false],
  ['rejected', true],
  ['unauthorized', true],
  ['locked', true],
  ['lost', true],
  ['badGateway', true],
  ['broken', false],
  ['forbidden', false],
  ['unsent', false],
] as const)('an outcome that is %s may be a failed login: %s', (kind, expected) => {
  expect(mayBeFailedLogin(outcomes[kind])).toBe(expected)
})
