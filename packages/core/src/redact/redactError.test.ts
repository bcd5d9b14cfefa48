import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { redactError } from './redactError.ts'

const token = 'bando_s3cret'
const redact = (text: string): string => text.replaceAll(token, '<token>')
const withStack = (failure: Error, stack: string): Error =>
  Object.defineProperty(failure, 'stack', { value: stack })
const withThat = (held: object): Error => Object.assign(new Error('it failed'), { code: 'ECONNRESET' }, held)
const withInherited = (key: string, value: unknown): Error =>
  Object.setPrototypeOf(
    new Error('it failed'),
    Object.create(Error.prototype, { [key]: { get: () => value } }),
  )

/** Nests as many objects as `levels` says. */
const nested = (levels: number): object => (levels === 1 ? { leaf: 1 } : { inner: nested(levels - 1) })

/** Chains `count` causes to an error. The messages are "0", "1", and so on. */
function withCauses(count: number): Error {
  let failure = new Error(String(count))
  for (let index = count - 1; index >= 0; index -= 1) failure = new Error(String(index), { cause: failure })
  return failure
}

/** Makes a list that holds itself. */
function circular(): unknown[] {
  const list: unknown[] = []
  list.push(list)
  return list
}

/** Lists the messages of a failure and of its causes. */
const messages = (failure: unknown): string[] =>
  failure instanceof Error ? [failure.message, ...messages(failure.cause)] : []

describe("a transport's failure", () => {
  it.each([
    ['without more', new TypeError('fetch failed')],
    ['with a cause', new TypeError('fetch failed', { cause: withThat({ errno: -104, syscall: 'read' }) })],
    ['with plain values', withThat({ socket: { localPort: 7, addresses: ['::1', null] } })],
    ['of several', new AggregateError([new Error('one'), withThat({})], 'all failed')],
    ['that is an abort', new DOMException('aborted', 'AbortError')],
    ['with a plain value under a symbol', withThat({ [Symbol('kind')]: { deep: [1n, undefined] } })],
    ['that is no object', 7],
    ['that is nothing', undefined],
    ['that is null', null],
    ['with five causes', withCauses(5)],
    ['with five levels of plain objects', withThat({ held: nested(5) })],
  ])('%s is kept as it is', (_, failure) => {
    expect(redactError(failure, redact)).toBe(failure)
  })

  it.each([
    ['in its message', new Error(`Bearer ${token} is no header`)],
    ['in its headers', withThat({ config: { headers: { authorization: `Bearer ${token}` } } })],
    ['in a list', withThat({ rawHeaders: ['authorization', `Bearer ${token}`] })],
    ['in a request', withThat({ request: new Request('https://a.example', { headers: { a: token } }) })],
    ['in what it can call', withThat({ toJSON: () => token })],
    ['under a symbol', withThat({ [Symbol('request')]: { headers: token } })],
    ['under a symbol of a value', withThat({ request: { [Symbol('state')]: { authorization: token } } })],
    ['out of sight', withThat({ request: Object.defineProperty({}, 'authorization', { value: token }) })],
    ['as a key', withThat({ headers: { [token]: 1 } })],
    ['as the name of a symbol', withThat({ [Symbol(token)]: Symbol(token) })],
    ['in its name', withThat({ name: token })],
    ['in its code', withThat({ code: token })],
    ['in an inherited message', withStack(new DOMException(token, 'NetworkError'), '')],
    ['in its stack alone', withStack(new Error('it failed'), token)],
    ['in a stack that a getter gives', Object.defineProperty(withThat({}), 'stack', { get: () => token })],
    ['in a cause that its class gives', withInherited('cause', new Error(token))],
    ['in its cause', new Error('it failed', { cause: new Error(token) })],
    ['in one of several', new AggregateError([new Error(token)], 'all failed')],
    ['deeper than the redactor looks', withThat({ a: { b: { c: { d: { e: { f: token } } } } } })],
  ])('that holds the token %s is replaced', (_, failure) => {
    const bare = redactError(failure, redact)
    expect(bare).not.toBe(failure)
    expect(bare).toBeInstanceOf(Error)
    const cause = (bare as Error).cause
    expect(inspect([bare, cause], { depth: 20, showHidden: true })).not.toContain(token)
  })

  it('keeps its name, message, code and cause', () => {
    const cause = new Error('why')
    const failure = Object.assign(withThat({ request: new Map() }), { name: 'AxiosError', cause })
    const bare = redactError(failure, redact)
    expect(bare).toMatchObject({ name: 'AxiosError', message: 'it failed', code: 'ECONNRESET' })
    expect((bare as Error).cause).toBe(cause)
    expect(redactError(new Error(token), redact)).not.toHaveProperty('code')
    expect(redactError(new Error(token), redact)).not.toHaveProperty('cause')
  })

  it('that is a text is a text without the token; that is some other object says so', () => {
    expect(redactError(`no ${token}`, redact)).toBe('no <token>')
    expect(redactError({ authorization: token }, redact)).toEqual(
      new Error('The transport failed with something that is no error.'),
    )
  })

  it('that has a getter is replaced, and the getter not run', () => {
    const runs = vi.fn(() => token)
    const getter = { get: runs, enumerable: true }
    const failures = [
      Object.defineProperty(withThat({}), 'config', getter),
      Object.defineProperty(withThat({}), Symbol('config'), getter),
      Object.defineProperty(withThat({}), 'cause', getter),
      Object.defineProperty(withStack(withThat({}), ''), 'message', getter),
      withThat({ request: Object.defineProperty({}, 'authorization', getter) }),
    ]
    const bare = failures.map((failure) => redactError(failure, redact))
    // Before anything is compared, which runs them.
    expect(runs).not.toHaveBeenCalled()
    for (const [index, each] of bare.entries()) {
      expect(each === failures[index]).toBe(false)
      expect(each).toMatchObject({ name: 'Error', code: 'ECONNRESET' })
    }
  })

  it('whose class throws when asked for its message has none', () => {
    class Unwilling extends Error {}
    const failure = new Unwilling()
    Object.defineProperty(Unwilling.prototype, 'message', {
      get() {
        throw new Error('no')
      },
    })
    expect(redactError(failure, redact)).toBe(failure)
    expect(redactError(Object.assign(failure, { held: new Map() }), redact)).toMatchObject({ message: '' })
  })

  it('that is its own cause comes to an end', () => {
    const circle = new Error('round')
    circle.cause = new AggregateError([circle], 'and round')
    expect(redactError(circle, redact)).toMatchObject({ message: 'round' })
  })

  it('with more than five causes is replaced, and keeps five of them', () => {
    expect(messages(redactError(withCauses(7), redact))).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  it.each([
    ['with six levels of plain objects', { held: nested(6) }],
    ['with a list that holds itself', { held: circular() }],
    [
      'with a value that lists a key which it does not have',
      { held: new Proxy({}, { ownKeys: () => ['absent'] }) },
    ],
  ])('%s is replaced', (_, held) => {
    const failure = withThat(held)
    const bare = redactError(failure, redact)
    expect(bare).not.toBe(failure)
    expect(bare).toMatchObject({ message: 'it failed', code: 'ECONNRESET' })
    expect(bare).not.toHaveProperty('held')
  })

  it('whose name is not a text is replaced by an error with the name Error', () => {
    expect(redactError(withThat({ name: 7, held: new Map() }), redact)).toHaveProperty('name', 'Error')
  })
})
