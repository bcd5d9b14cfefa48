import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseList, parseNumber } from './headerFields.ts'

/** Items as plain data. */
function list(field: string): [string, Record<string, string>][] {
  return parseList(field).map(({ name, parameters }) => [name, Object.fromEntries(parameters)])
}

describe('a structured list', () => {
  it.each<[string, ReturnType<typeof list>]>([
    ['"hour";q=100;w=3600', [['hour', { q: '100', w: '3600' }]]],
    ['"a";q=1, "b" ; q=2', [['a', { q: '1' }], ['b', { q: '2' }]]], // prettier-ignore
    ['default;r=50;t=30', [['default', { r: '50', t: '30' }]]],
    ['100;w=3600;comment="a, b; c=d"', [['100', { w: '3600', comment: 'a, b; c=d' }]]],
    ['"a \\" b, c";q=1', [['a \\" b, c', { q: '1' }]]],
    ['a;Q=1;q=2;flag;=3', [['a', { q: '2' }]]],
    ['limit=100, remaining=50', [['limit=100', {}], ['remaining=50', {}]]], // prettier-ignore
    ['a ; q = 1 ; "x"', [['a', { q: '1' }]]],
    ['"', [['"', {}]]],
    ['""', [['', {}]]],
    ['"a', [['"a', {}]]],
    ['a"', [['a"', {}]]],
    ['', []],
    [', ,;q=1', []],
    ['"never closed;q=1, b', [['"never closed;q=1, b', {}]]],
  ])('%s', (field, expected) => {
    expect(list(field)).toEqual(expected)
  })

  it('of any characters whatsoever is read without failing', () => {
    const piece = fc.constantFrom('"', '\\', ';', ',', '=', ' ', 'q', 'w', '100', 'é', '\t')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(parseList(pieces.join('')).length).toBeLessThanOrEqual(pieces.length + 1)
      }),
    )
  })

  it('longer than 4096 characters is not read at all', () => {
    const items = 'a,'.repeat(2048)
    expect(parseList(items)).toHaveLength(2048)
    expect(parseList(`${items}a`)).toEqual([])
    for (const hostile of ['"', '\\', ';', ',', '"\\', ';q=']) {
      expect(parseList(hostile.repeat(1_000_000))).toEqual([])
    }
  })
})

it.each<[string | null, number | undefined]>([
  ['0', 0],
  [' 42 ', 42],
  ['1.5', 1.5],
  ['1.123456789', 1.123456789],
  ['1.1234567890', undefined],
  ['999999999999999', 999_999_999_999_999],
  ['9999999999999999', undefined],
  ['-1', undefined],
  ['+1', undefined],
  ['1e3', undefined],
  ['1.', undefined],
  ['Infinity', undefined],
  ['', undefined],
  [null, undefined],
])('reads the number %o as %o', (text, expected) => {
  expect(parseNumber(text)).toBe(expected)
})
