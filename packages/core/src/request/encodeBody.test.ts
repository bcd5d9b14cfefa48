import { describe, expect, it } from 'vitest'
import { encodeBody } from './encodeBody.ts'

describe('a body', () => {
  it.each<[string, unknown]>([
    ['text', 'text'],
    ['parameters', new URLSearchParams('a=1')],
    ['a blob', new Blob([])],
    ['bytes', new Uint8Array(2)],
    ['a buffer', new ArrayBuffer(2)],
    ['a stream', new ReadableStream()],
  ])('that is %s goes as it is', (_, body) => {
    expect(encodeBody(body)).toEqual({ body, contentType: undefined })
  })

  it.each([
    ['parameters', new URLSearchParams('a=1')],
    ['bytes', new Uint8Array(2)],
    ['a buffer', new ArrayBuffer(2)],
  ])('that is %s goes as a copy, which no later change reaches', (_, body) => {
    expect(encodeBody(body).body).not.toBe(body)
  })

  it('that is a form is frozen, and names its boundary', () => {
    const { body, contentType } = encodeBody(new FormData())
    expect(body).toBeInstanceOf(Blob)
    expect(contentType).toMatch(/^multipart\/form-data; boundary=----bando/)
  })

  it.each<[unknown, string]>([
    [{ a: 1 }, '{"a":1}'],
    [[1], '[1]'],
    [null, 'null'],
    [0, '0'],
    [false, 'false'],
  ])('%o goes as JSON', (value, body) => {
    expect(encodeBody(value)).toEqual({ body, contentType: 'application/json' })
  })

  it('that is not there does not go at all', () => {
    expect(encodeBody(undefined)).toEqual({ body: undefined, contentType: undefined })
  })

  it('that cannot be written is named as the mistake it is', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(() => encodeBody(circle)).toThrow(/^body: cannot be written as JSON\. .*circular/)
    expect(() => encodeBody({ a: 1n })).toThrow(/^body: cannot be written as JSON\. .*BigInt/)
    expect(() => encodeBody(() => {})).toThrow('body: cannot be written as JSON. Found a function.')
  })
})
