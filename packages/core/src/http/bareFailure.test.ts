import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { bareFailure } from './bareFailure.ts'

const token = 'bando_s3cret'
const redact = (text: string): string => text.replaceAll(token, '<token>')
const withThat = (held: object): Error => Object.assign(new Error('it failed'), { code: 'ECONNRESET' }, held)

describe("a transport's failure (pitfall 33)", () => {
  it.each([
    ['without more', new TypeError('fetch failed')],
    ['with a cause', new TypeError('fetch failed', { cause: withThat({ errno: -104, syscall: 'read' }) })],
    ['with plain values', withThat({ socket: { localPort: 7, addresses: ['::1', null] } })],
    ['of several', new AggregateError([new Error('one'), withThat({})], 'all failed')],
    ['that is an abort', new DOMException('aborted', 'AbortError')],
    ['that is no object', 7],
    ['that is nothing', undefined],
  ])('%s is kept as it is', (_, failure) => {
    expect(bareFailure(failure, redact)).toBe(failure)
  })

  it.each([
    ['in its message', new Error(`Bearer ${token} is no header`)],
    ['in its headers', withThat({ config: { headers: { authorization: `Bearer ${token}` } } })],
    ['in a list', withThat({ rawHeaders: ['authorization', `Bearer ${token}`] })],
    ['in a request', withThat({ request: new Request('https://a.example', { headers: { a: token } }) })],
    ['in what it can call', withThat({ toJSON: () => token })],
    ['under a symbol', withThat({ [Symbol('request')]: { headers: token } })],
    ['in its cause', new Error('it failed', { cause: new Error(token) })],
    ['in one of several', new AggregateError([new Error(token)], 'all failed')],
    ['deeper than anybody looks', withThat({ a: { b: { c: { d: { e: { f: token } } } } } })],
  ])('that holds the token %s is replaced', (_, failure) => {
    const bare = bareFailure(failure, redact)
    expect(bare).not.toBe(failure)
    expect(bare).toBeInstanceOf(Error)
    const cause = (bare as Error).cause
    expect(inspect([bare, cause], { depth: 20, showHidden: true })).not.toContain(token)
  })

  it('keeps its name, message, code and cause', () => {
    const cause = new Error('why')
    const failure = Object.assign(withThat({ request: new Map() }), { name: 'AxiosError', cause })
    const bare = bareFailure(failure, redact)
    expect(bare).toMatchObject({ name: 'AxiosError', message: 'it failed', code: 'ECONNRESET' })
    expect((bare as Error).cause).toBe(cause)
    expect(bareFailure(new Error(token), redact)).not.toHaveProperty('code')
    expect(bareFailure(new Error(token), redact)).not.toHaveProperty('cause')
  })

  it('that is a text is a text without the token; that is some other object says so', () => {
    expect(bareFailure(`no ${token}`, redact)).toBe('no <token>')
    expect(bareFailure({ authorization: token }, redact)).toEqual(
      new Error('The transport failed with something that is no error.'),
    )
  })

  it('that is its own cause comes to an end', () => {
    const circle = new Error('round')
    circle.cause = new AggregateError([circle], 'and round')
    expect(bareFailure(circle, redact)).toMatchObject({ message: 'round' })
  })
})
