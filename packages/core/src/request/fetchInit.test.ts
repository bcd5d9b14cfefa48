import { describe, expect, it } from 'vitest'
import { passOn, readInit, toRequest } from './fetchInit.ts'

/** A stand-in for a `Request` of a browser, which has members that Node's has not. */
function requestOf(members: Record<string, unknown>): Request {
  return Object.assign(Object.create(null) as Request, { [Symbol.toStringTag]: 'Request', ...members })
}

describe('what a caller of fetch gave', () => {
  it('is a copy of its object, and empty if there was none', () => {
    const given = { method: 'POST', body: 'text' }
    expect(readInit(given)).toEqual(given)
    expect(readInit(given)).not.toBe(given)
    expect(readInit(undefined)).toEqual({})
  })

  it('may be a Request, whose members are getters', async () => {
    const { signal } = new AbortController()
    const body = 'text'
    const given = new Request('https://api.bando.cool/', { method: 'POST', body, redirect: 'error', signal })
    const { body: stream, headers, ...rest } = readInit(given)
    expect(rest).toMatchObject({ method: 'POST', redirect: 'error', duplex: 'half', cache: 'default' })
    expect(headers).toBe(given.headers)
    expect(await new Response(stream).text()).toBe('text')
    const without = readInit(new Request('https://api.bando.cool/'))
    expect(without).not.toHaveProperty('body')
    expect(without).not.toHaveProperty('duplex')
  })
})

describe('what the transport is given', () => {
  it.each(['method', 'headers', 'body', 'signal', 'redirect', 'duplex', 'maxWaitMs'])(
    'is not %s, which the client sets or reads itself',
    (name) => {
      expect(passOn('/a', { [name]: 'any', cache: 'reload' })).toEqual({ cache: 'reload' })
    },
  )

  it('is all else that has a value, the priority too', () => {
    const given = { cache: 'no-store', dispatcher: 0, priority: 'low', mode: undefined } as RequestInit
    expect(passOn('/a', given)).toEqual({ cache: 'no-store', dispatcher: 0, priority: 'low' })
    expect(passOn('/a', { priority: undefined })).toEqual({})
  })

  it('is what a Request has, unless the caller says otherwise', () => {
    const members = {
      cache: 'reload',
      credentials: 'omit',
      integrity: '',
      keepalive: true,
      mode: 'cors',
      referrer: 'about:client',
      referrerPolicy: undefined,
      destination: 'document',
    }
    const { referrerPolicy: _, destination: __, ...passed } = members
    expect(passOn(requestOf(members), {})).toEqual(passed)
    expect(passOn(requestOf(members), { cache: 'no-cache' })).toEqual({ ...passed, cache: 'no-cache' })
    expect(passOn({ cache: 'reload' }, {})).toEqual({})
  })

  it("is no mode of a page's own navigation, which fetch refuses", () => {
    expect(passOn(requestOf({ mode: 'navigate' }), {})).toEqual({})
    expect(passOn(requestOf({ cache: 'navigate' }), {})).toEqual({ cache: 'navigate' })
  })
})

const url = new URL('https://api.bando.cool/a b?c=d#e')
const seen = ({ url, method, redirect, headers, body }: ReturnType<typeof toRequest>): unknown => [
  url,
  method,
  redirect,
  [...headers],
  body,
]

it.each<RequestInit>([
  {},
  { method: 'DELETE', redirect: 'manual', headers: { 'X-One': ' 1 ' } },
  {
    method: 'HEAD',
    redirect: 'error',
    headers: [
      ['a', '1'],
      ['A', '2'],
    ],
  },
  { headers: new Headers({ accept: 'text/html' }), signal: null, body: null },
  { method: 'post' },
  { method: 'patch' },
  { method: 'get', cache: 'no-store' },
])('asks for what a Request asks for: %o', (init) => {
  expect(seen(toRequest(url, init))).toEqual(seen(new Request(url, init)))
})

it.each<object>([
  { method: 'TRACE' },
  { method: 'a b' },
  { method: 'GET', body: 'text' },
  { headers: { 'a b': '1' } },
  { headers: { a: 'ä\u0100' } },
  { redirect: 'elsewhere' },
  { cache: 'never' },
  { priority: 'urgent' },
  { window: {} },
])('refuses what a Request refuses: %o', (init) => {
  expect(() => new Request(url, init)).toThrow(TypeError)
  expect(() => toRequest(url, init)).toThrow(TypeError)
})
