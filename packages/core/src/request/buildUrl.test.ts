import { describe, expect, it } from 'vitest'
import { buildUrl } from './buildUrl.ts'

const base = new URL('https://api.bando.cool/base/')

function build(path: string, parts: Parameters<typeof buildUrl>[2] = {}): string {
  const { href } = buildUrl(base, path, parts)
  expect(href.startsWith(base.href)).toBe(true)
  return href.slice(base.href.length)
}

describe('a path', () => {
  it.each([
    ['/coolness', 'coolness'],
    ['coolness', 'coolness'],
    ['/a/b/', 'a/b/'],
    ['', ''],
    ['/', ''],
    ['/a b/é', 'a%20b/%C3%A9'],
    ['/a?x=1#fragment', 'a?x=1'],
    ['?x=1', '?x=1'],
    ['/tokens:search', 'tokens:search'],
    ['/https://elsewhere.example/x', 'https://elsewhere.example/x'],
    ['/a/..b/...', 'a/..b/...'],
    ['/a?next=../b', 'a?next=../b'],
    ['/a%2Fb', 'a%2Fb'],
    ['/@elsewhere.example', '@elsewhere.example'],
  ])('%s stays below the base', (path, expected) => {
    expect(build(path)).toBe(expected)
  })

  it.each([
    'https://elsewhere.example/x',
    'HTTPS://elsewhere.example/x',
    'https:elsewhere.example',
    'javascript:alert(1)',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '\\/elsewhere.example',
    '///elsewhere.example',
    'https://api.bando.cool/base/x',
  ])('%s is refused: the token goes nowhere else', (path) => {
    expect(() => build(path)).toThrow(/^path: needs a path below https:\/\/api\.bando\.cool/)
  })

  it.each([
    '..',
    '../x',
    '/../x',
    '/a/../../x',
    '/a/..',
    '/a/./b',
    '/%2e%2e/x',
    '/%2E./x',
    '/.%2e?x',
    '/a\\..\\x',
    '/..#x',
  ])('%s is refused: it climbs', (path) => {
    expect(() => build(path)).toThrow(/must not climb/)
  })

  it.each(['\t//elsewhere.example', ' https://elsewhere.example', '/.\t./x', '/a\n', '\u0000/x', '/x '])(
    '%j is refused: URLs drop such characters, and with them what was checked',
    (path) => {
      expect(() => build(path)).toThrow(/control characters/)
    },
  )

  it('is told without its query, which may hold secrets', () => {
    expect(() => build('//elsewhere.example?key=s3cret')).toThrow(/Found "\/\/elsewhere\.example"\.$/)
  })

  it.each(['//elsewhere.example/s3cret', '/../s3cret', '/s3cret\n'])(
    '%j is told without the token',
    (path) => {
      const redact = (text: string): string => text.replace('s3cret', '<token>')
      expect(() => build(path, { redact })).toThrow(/Found ".*<token>.*"\.$/)
    },
  )
})

describe('parameters', () => {
  it.each([
    ['abc', 'wallets/abc/'],
    [7, 'wallets/7/'],
    ['a/b', 'wallets/a%2Fb/'],
    ['a?b#c', 'wallets/a%3Fb%23c/'],
    ['../../x', 'wallets/..%2F..%2Fx/'],
    ['a\tb', 'wallets/a%09b/'],
    ['\uD800', 'wallets/%EF%BF%BD/'],
  ])('%j fills its place, encoded', (address, expected) => {
    expect(build('/wallets/{address}/', { params: { address } })).toBe(expected)
  })

  it.each(['.', '..'])('%s is refused', (address) => {
    expect(() => build('/wallets/{address}/', { params: { address } })).toThrow(/would climb/)
  })

  it('that is missing or empty is named', () => {
    expect(() => build('/a/{b}')).toThrow('params.b: is needed by the path, but is missing.')
    expect(() => build('/a/{b}', { params: { b: '' } })).toThrow(
      'params.b: is needed by the path, but is empty.',
    )
    expect(() => build('/a/{constructor}')).toThrow(/missing/)
  })
})

describe('a query', () => {
  it.each<[Parameters<typeof buildUrl>[2]['query'], string]>([
    [{ a: 1, b: 'x y', c: false }, 'p?a=1&b=x+y&c=false'],
    [{ a: null, b: undefined }, 'p'],
    [{ a: [1, null, 2] }, 'p?a=1&a=2'],
    [new URLSearchParams('a=1&a=2'), 'p?a=1&a=2'],
    [{ 'a&b': '=' }, 'p?a%26b=%3D'],
  ])('%o', (query, expected) => {
    expect(build('/p', { query })).toBe(expected)
  })

  it('comes after that of the path', () => {
    expect(build('/p?x=1', { query: { y: 2 } })).toBe('p?x=1&y=2')
    expect(build('/p?', { query: { y: 2 } })).toBe('p?y=2')
    expect(build('/p?x=1#fragment', { query: { y: 2 } })).toBe('p?x=1&y=2')
    expect(build('/p?x=1', { query: { y: undefined } })).toBe('p?x=1')
  })
})

it.each(['', '/', '/a', 'a/', '/a//b', '/a/b.c', '/a%2Fb', '/a%', '/~a/_b-c/1', '/a b', '/tokens:search'])(
  '%j has the parts of a parsed URL',
  (path) => {
    const { href, origin, pathname } = buildUrl(base, path, { query: { q: "é 'x'~*(!)/?" } })
    const parsed = new URL(href)
    expect([href, origin, pathname]).toEqual([parsed.href, parsed.origin, parsed.pathname])
  },
)

it('leaves the base as it is', () => {
  buildUrl(base, '/x', { query: { a: 1 } })
  expect(base.href).toBe('https://api.bando.cool/base/')
})
