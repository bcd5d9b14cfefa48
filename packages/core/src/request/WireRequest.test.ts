import { expect, it } from 'vitest'
import type { WireRequest } from './WireRequest.ts'
import { isIdempotent, isReplayable } from './WireRequest.ts'

it.each([
  ['GET', true],
  ['HEAD', true],
  ['OPTIONS', true],
  ['TRACE', true],
  ['PUT', true],
  ['DELETE', true],
  ['POST', false],
  ['PATCH', false],
  ['get', false],
])('%s is idempotent: %s', (method, expected) => {
  expect(isIdempotent(method)).toBe(expected)
})

it('can be sent again unless its body is a stream', () => {
  const withBody = (body: BodyInit | undefined) => ({ body }) as WireRequest
  expect([undefined, 'text', new ReadableStream()].map((body) => isReplayable(withBody(body)))).toEqual([
    true,
    true,
    false,
  ])
})
