import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { brandOf, isError, isReadableStream } from './brand.ts'

/** Runs `source` with the classes of another realm. */
const elsewhere = (source: string): unknown => runInNewContext(source)

describe('brandOf', () => {
  it.each<[string, unknown]>([
    ['Uint8Array', new Uint8Array(1)],
    ['ArrayBuffer', new ArrayBuffer(1)],
    ['ReadableStream', new ReadableStream()],
    ['FormData', new FormData()],
    ['URLSearchParams', new URLSearchParams()],
    ['Array', []],
    ['Object', {}],
    ['Null', null],
    ['Undefined', undefined],
    ['String', 'Uint8Array'],
  ])('names %s', (name, value) => {
    expect(brandOf(value)).toBe(name)
  })

  it.each(['Uint8Array', 'ArrayBuffer', 'Date', 'Error'])('names %s of another realm', (name) => {
    const value = elsewhere(`new ${name}(1)`)
    expect(value).not.toBeInstanceOf(globalThis[name as 'Date'])
    expect(brandOf(value)).toBe(name)
  })
})

describe('isError', () => {
  class OwnError extends Error {
    readonly [Symbol.toStringTag] = 'OwnError'
  }

  it.each<[string, unknown]>([
    ['an error', new Error('no')],
    ['an error of a class with a brand of its own', new OwnError('no')],
    ['a DOMException', new DOMException('no', 'AbortError')],
    ['an error of another realm', elsewhere(`new TypeError('no')`)],
    ['a DOMException of a polyfill', { [Symbol.toStringTag]: 'DOMException', name: 'AbortError' }],
  ])('is true of %s', (_, value) => {
    expect(isError(value)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['an object with a name and a message', { name: 'Error', message: 'no' }],
    ['a text', 'Error'],
    ['null', null],
    ['undefined', undefined],
  ])('is false of %s', (_, value) => {
    expect(isError(value)).toBe(false)
  })
})

describe('isReadableStream', () => {
  it.each<[string, unknown]>([
    ['a stream', new ReadableStream()],
    ['a stream of a polyfill', { getReader() {} }],
    ['a stream that only has the brand', { [Symbol.toStringTag]: 'ReadableStream' }],
  ])('is true of %s', (_, value) => {
    expect(isReadableStream(value)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['an object without a reader', { text() {} }],
    ['an object whose reader is not a function', { getReader: true }],
    ['a function with a reader', Object.assign(() => {}, { getReader() {} })],
    ['a text', 'ReadableStream'],
    ['null', null],
    ['undefined', undefined],
  ])('is false of %s', (_, value) => {
    expect(isReadableStream(value)).toBe(false)
  })
})
