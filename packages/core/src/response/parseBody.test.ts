import { expect, it } from 'vitest'
import { parseBody } from './parseBody.ts'

it.each<[string, string, string | null, unknown]>([
  ['JSON', '{"a":1}', 'application/json', { a: 1 }],
  ['JSON by its old name', '{"a":1}', 'text/json; charset=utf-8', { a: 1 }],
  ['JSON with parameters', '[1]', 'Application/JSON; charset=utf-8', [1]],
  ['problem details', '{}', 'application/problem+json', {}],
  ['JSON that is null', 'null', 'application/json', null],
  ['text', '{"a":1}', 'text/plain', '{"a":1}'],
  ['text that calls itself something like JSON', '1', 'application/json-seq', '1'],
  ['text without a type', '1', null, '1'],
  ['nothing', '', 'application/json', undefined],
])('reads %s', (_, text, type, value) => {
  expect(parseBody(text, type)).toEqual({ kind: 'parsed', value })
})

it('tells JSON that is none, without failing', () => {
  expect(parseBody('{"a":', 'application/json')).toEqual({
    kind: 'malformed',
    text: '{"a":',
    cause: expect.any(SyntaxError),
  })
})
