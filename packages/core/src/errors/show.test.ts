import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { kindOf, show } from './show.ts'

describe('a value is quoted', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'a "b"\n', String.raw`"a \"b\"\n"`],
    ['an empty text', '', '""'],
    ['a text of 60 characters', 'x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['a number', -1.5, '-1.5'],
    ['not a number', Number.NaN, 'NaN'],
    ['true', true, 'true'],
    ['false', false, 'false'],
  ])('as it is: %s', (_, value, expected) => {
    expect(show(value)).toBe(expected)
  })

  it('up to its 60th character, if it is a longer text', () => {
    expect(show(`${'x'.repeat(60)}y`)).toBe(`"${'x'.repeat(60)}…"`)
  })

  it.each([
    ['undefined', undefined],
    ['an array', ['a']],
    ['an object', { a: 1 }],
    ['a bigint', 1n],
  ])('by its kind alone, if it is neither a text, a number nor a boolean: %s', (expected, value) => {
    expect(show(value)).toBe(expected)
  })
})

describe('the kind of a value', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 's'],
    ['a number', 7],
    ['a boolean', false],
    ['a bigint', 7n],
    ['a symbol', Symbol('s')],
    ['a function', () => {}],
    ['an array', []],
    ['an object', {}],
    ['an object', Object.create(null)],
    ['an object', JSON.parse('{ "then": "later" }')],
    ['an object (Date)', new Date(0)],
    ['an object (Map)', new Map()],
    ['an object (URL)', new URL('https://a.example')],
    ['an object (Date)', runInNewContext('new Date(0)')],
    ['an array', runInNewContext('[]')],
    ['a promise', Promise.resolve()],
    ['a promise', runInNewContext('({ then() {} })')],
  ])('is %s', (expected, value) => {
    expect(kindOf(value)).toBe(expected)
  })

  it.each<[string, unknown]>([
    ['a text', 'bando_s3cret'],
    ['an array', ['bando_s3cret']],
    ['an object', { bando_s3cret: 'bando_s3cret' }],
    ['a URL', new URL('https://a.example/bando_s3cret')],
    ['an error', new Error('bando_s3cret')],
    ['a map', new Map([['bando_s3cret', 'bando_s3cret']])],
    ['a symbol', Symbol('bando_s3cret')],
    ['a function', Object.defineProperty(() => {}, 'name', { value: 'bando_s3cret' })],
    ['an object of a class', new (class bando_s3cret {})()],
  ])('says nothing of what %s holds', (_, value) => {
    expect(kindOf(value)).toMatch(/^an? /)
    expect(kindOf(value)).not.toContain('s3cret')
  })
})
