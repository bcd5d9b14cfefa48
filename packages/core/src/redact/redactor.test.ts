import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Redact } from '../contract/Redact.ts'

const token = 'bando_s3c/ret+=='
let redactor: (token: string, name: string) => Redact
let redact: Redact

// Loads the module while tests run: a mutation of its patterns takes effect only then.
beforeAll(async () => {
  vi.resetModules()
  redactor = (await import('./redactor.ts')).redactor
  redact = redactor(token, '<token>')
})

const escapes = {
  'as it is': token,
  'in lower case, as a host is': 'BANDO_s3c/ret+==',
  'in a URL': encodeURIComponent(token),
  'in a URL, in lower case': 'bando%5fs3c%2fret%2b%3d%3d',
  'in JSON, as PHP writes it': String.raw`bando_s3c\/ret+==`,
  'in JSON, as .NET and Gson write it': String.raw`bando_s3c/ret\u002B\u003d=`,
  'in JSON within JSON': JSON.stringify(String.raw`bando_s3c\/ret\u002b==`).slice(1, -1),
  'in a script': String.raw`bando\x5Fs3c\/ret+==`,
  'in HTML, as Handlebars writes it': 'bando_s3c&#x2F;ret+&#x3D;&#x3D;',
  'in a URL within a URL': encodeURIComponent(encodeURIComponent(token)),
  'in a URL, every character escaped twice': token.replaceAll(
    /./g,
    (character) => `%25${character.charCodeAt(0).toString(16)}`,
  ),
  'in hexadecimal': Buffer.from(token).toString('hex'),
  'in hexadecimal, in upper case': Buffer.from(token).toString('hex').toUpperCase(),
  'in HTML, as Go writes it': 'bando_s3c/ret&#43;==',
}

describe('a token', () => {
  it.each(Object.entries(escapes))('%s is taken out, wherever it stands', (_, written) => {
    expect(redact(`${written}, and ${written} again`)).toBe('<token>, and <token> again')
  })

  it.each(['base64', 'base64url'] as const)(
    'in %s is taken out, alone or within a longer text',
    (encoding) => {
      for (const before of ['', 'a', 'ab', 'user:', '{"token":"']) {
        for (const after of ['', 'x', '"}', '&more']) {
          const encoded = Buffer.from(before + token + after).toString(encoding)
          const shown = redact(`${encoded}.`)
          expect(shown).toContain('<token>')
          // What is left shows at most a character at either end.
          const left = Buffer.from(shown.replace('<token>', '').slice(0, -1), encoding).toString()
          expect(left).not.toContain(token.slice(2, -2))
        }
      }
    },
  )

  it('means what it says, and no pattern', () => {
    expect(redactor('a.b+', '<token>')('axb+ abb a.b+')).toBe('axb+ abb <token>')
  })

  it('is replaced once if its replacement holds it, in a text with a percent sign too', () => {
    expect(redactor('bando', '<bando>')('100 % bando')).toBe('100 % <bando>')
  })

  it.each([
    ['', ''],
    ['another', 'another'],
    ['a%2Fb &#x2F; a\\/b', 'a%2Fb &#x2F; a\\/b'],
    ['bando_s3c/ret+= and bando_', 'bando_s3c/ret+= and bando_'],
  ])('that is not in %j leaves it as it was', (text, shown) => {
    expect(redact(text)).toBe(shown)
  })

  it('leaves JSON that holds it as JSON', () => {
    const body = { [token]: `"${token}"\n`, beside: 'a\\b "c" \u0001' }
    const text = JSON.stringify(body).replaceAll('/', String.raw`\/`)
    expect(JSON.parse(redact(text))).toEqual({ '<token>': '"<token>"\n', beside: body.beside })
  })

  it('is looked for in no time where a body is made to take long', () => {
    for (const text of ['\\', '%', '&#x', 'bando_s3c'])
      expect(redact(text.repeat(100_000), 'cut')).toHaveLength(
        text.length * (text === 'bando_s3c' ? 99_999 : 100_000),
      )
  })
})

describe('what was cut off in the midst of a token', () => {
  it.each([
    ['sent: bando_s3c/ret+=', 'sent: '],
    ['sent: bando_s', 'sent: '],
    ['sent: band', 'sent: '],
    ['sent: BANDO_s3', 'sent: '],
    ['sent: ban', 'sent: ban'],
    ['sent: bando_s3x', 'sent: bando_s3x'],
    [String.raw`sent: bando_s3c\/re`, 'sent: '],
    [String.raw`sent: bando_s3c\/ret\u00`, 'sent: '],
    [String.raw`sent: bando_s3c` + '\\', 'sent: '],
    ['sent: bando_s3c%2', 'sent: '],
    ['sent: bando_s3c%', 'sent: '],
    ['100 % of bando_s3c%2', '100 % of '],
    [String.raw`sent: bando_s3c` + '\\\\u002', 'sent: '],
    [String.raw`sent: bando_s3c\u002`, 'sent: '],
    [String.raw`sent: bando_s3c\x`, 'sent: '],
    [String.raw`sent: bando_s3c\x2`, 'sent: '],
    ['sent: bando_s3c&', 'sent: '],
    ['sent: bando_s3c&#x2F', 'sent: '],
    ['sent: bando_s3c&#x2F;ret&#4', 'sent: '],
    [`sent: ${token}`, 'sent: <token>'],
    [`sent: ${token}, ${token.slice(0, 9)}`, 'sent: <token>, '],
    ['', ''],
  ])('%j ends before it', (text, shown) => {
    expect(redact(text, 'cut')).toBe(shown)
  })

  it.each([
    ['hexadecimal', Buffer.from(token).toString('hex'), 0],
    ['base64', btoa(token), 0],
    ['base64 of a user name and the token', btoa(`me:${token}`), 4],
    ['base64 at its second offset', btoa(`m:${token}`), 3],
    ['base64 at its third offset', btoa(`-${token}`), 2],
    ['base64 for URLs', Buffer.from(token).toString('base64url'), 0],
  ])('in %s ends before it', (_, encoded, kept) => {
    const before = `sent: ${encoded.slice(0, kept)}`
    for (let length = kept + 8; length < kept + 18; length += 1)
      expect(redact(`sent: ${encoded.slice(0, length)}`, 'cut')).toBe(before)
    const less = `sent: ${encoded.slice(0, kept + 7)}`
    expect(redact(less, 'cut')).toBe(less)
  })

  it('is kept where nothing was cut off', () => {
    expect(redact('sent: bando_s3', 'whole')).toBe('sent: bando_s3')
    expect(redact('sent: bando_s3')).toBe('sent: bando_s3')
  })
})
