import { beforeAll, describe, expect, it, vi } from 'vitest'

let unescaped: (text: string) => string

// Loads the module while tests run: a mutation of its patterns takes effect only then.
beforeAll(async () => {
  vi.resetModules()
  unescaped = (await import('./unescaped.ts')).unescaped
})

describe('an escaped character of a token', () => {
  it.each([
    ['%41', 'A'],
    ['%2d and %2D', '- and -'],
    ['%7e', '~'],
    [String.raw`\u0041 \x41`, 'A A'],
    [String.raw`\u005F \x5f`, '_ _'],
    [String.raw`\\\\u005F`, '_'],
    [String.raw`\\x5f`, '_'],
    ['&#x41; &#x5F;', 'A _'],
    ['&#65; &#122;', 'A z'],
    [String.raw`a\/b`, 'a/b'],
    [String.raw`a\\\\/b`, 'a/b'],
    ['%2541 %255f', 'A _'],
    ['%252541', 'A'],
  ])('%j is read as %j', (text, plain) => {
    expect(unescaped(text)).toBe(plain)
  })
})

describe('a text', () => {
  it.each([
    ['', ''],
    ['plain', 'plain'],
    ['%22 %5c %3C', '%22 %5c %3C'],
    [String.raw`\u0022 \x5c \n`, String.raw`\u0022 \x5c \n`],
    ['&#x22; &#34; &amp;', '&#x22; &#34; &amp;'],
    ['%0a %80 %4 %4g', '%0a %80 %4 %4g'],
    ['&#x41 &#65', '&#x41 &#65'],
    ['&#9; &#1065;', '&#9; &#1065;'],
    ['&#x25;41 %26#65;', '&#x25;41 %26#65;'],
    ['100%25 100%25zz %25%', '100%25 100%25zz %25%'],
  ])('%j without an escaped character of a token stays as it is', (text, plain) => {
    expect(unescaped(text)).toBe(plain)
  })

  it('that was escaped four times is read', () => {
    expect(unescaped('%25252541')).toBe('A')
  })

  it('that was escaped five times loses three escapes, and keeps the others', () => {
    expect(unescaped('%2525252541')).toBe('%2541')
  })
})
