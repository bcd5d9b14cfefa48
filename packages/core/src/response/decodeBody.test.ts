import { expect, it } from 'vitest'
import { decodeBody } from './decodeBody.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

it.each([
  ['{"a":1}', 'application/json', undefined, { a: 1 }],
  ['{"a":1}', 'text/plain', undefined, '{"a":1}'],
  ['{"a":1}', 'text/plain', 'json', { a: 1 }],
  ['{"a":1}', 'application/json', 'text', '{"a":1}'],
  ['\uFEFFmañana', null, 'text', 'mañana'],
  ['', null, 'text', ''],
  ['', null, 'json', undefined],
] as const)('makes of %j, %s, as %s: %o', (text, contentType, form, value) => {
  expect(decodeBody(bytes(text), contentType, form)).toEqual({ kind: 'parsed', value })
})

it('makes a blob of its own of what may be shared', async () => {
  const shared = bytes('{"a":1}')
  const { value } = decodeBody(shared, 'application/json', 'blob') as { value: Blob }
  shared.fill(0)
  expect(value.type).toBe('application/json')
  expect(await value.text()).toBe('{"a":1}')
  expect(decodeBody(shared, null, 'blob')).toMatchObject({ value: { type: '' } })
})

it('tells what should be JSON and is not', () => {
  expect(decodeBody(bytes('<html>'), 'text/html', 'json')).toMatchObject({
    kind: 'malformed',
    text: '<html>',
  })
})

it.each([
  ['text/html; charset=utf-8', 'text/html;charset=utf-8'],
  ['text/html  ;  charset=utf-8 ; x=y', 'text/html;charset=utf-8;x=y'],
  ['text/html;charset=utf-8', 'text/html;charset=utf-8'],
  ['text/plain; x="a ; b"; y="c; d"', 'text/plain;x="a ; b";y="c; d"'],
])('gives a blob its type as fetch does: %s', (contentType, type) => {
  const blob = decodeBody(bytes('a'), contentType, 'blob')
  expect(blob).toMatchObject({ kind: 'parsed', value: { type } })
})
