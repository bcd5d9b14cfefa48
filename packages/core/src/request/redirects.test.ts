import { describe, expect, it } from 'vitest'
import { redirected } from './redirects.ts'
import type { WireRequest } from './WireRequest.ts'

function request(method: string): WireRequest {
  return {
    method,
    url: new URL('https://api.bando.cool/a/b?x=1'),
    headers: new Headers({ 'content-type': 'text/plain', 'content-language': 'en', accept: 'x' }),
    body: method === 'GET' || method === 'HEAD' ? undefined : 'body',
    isRepeatable: method === 'GET' || method === 'HEAD' || method === 'PUT',
    redirect: 'follow',
  }
}

function follow(method: string, status: number, location = '/c'): WireRequest | undefined {
  return redirected(request(method), status, new Headers({ location }))
}

it.each([
  ['GET', 301, 'GET'],
  ['GET', 302, 'GET'],
  ['GET', 303, 'GET'],
  ['GET', 307, 'GET'],
  ['GET', 308, 'GET'],
  ['HEAD', 303, 'HEAD'],
  ['POST', 301, 'GET'],
  ['POST', 302, 'GET'],
  ['POST', 303, 'GET'],
  ['POST', 307, 'POST'],
  ['POST', 308, 'POST'],
  ['PUT', 301, 'PUT'],
  ['PUT', 302, 'PUT'],
  ['PUT', 303, 'GET'],
  ['PUT', 307, 'PUT'],
  ['DELETE', 302, 'DELETE'],
])('%s, redirected with %i, goes on as %s', (method, status, expected) => {
  const next = follow(method, status)
  expect(next?.method).toBe(expected)
  expect(next?.url.href).toBe('https://api.bando.cool/c')
})

it('that becomes a GET has no body, none of its headers, and may be repeated', () => {
  const next = follow('POST', 303)
  expect(next?.body).toBeUndefined()
  expect([...(next?.headers ?? [])]).toEqual([['accept', 'x']])
  expect(next?.isRepeatable).toBe(true)
})

it('that keeps its method keeps its body, its headers, and whether it may be repeated', () => {
  const before = request('POST')
  const next = redirected(before, 307, new Headers({ location: '/c' }))
  expect(next).toEqual({ ...before, url: new URL('https://api.bando.cool/c') })
})

describe('what was meant for one origin', () => {
  const secrets = { authorization: 'Bearer x', cookie: 'a=b', 'proxy-authorization': 'Basic x' }
  const next = (method: string, location: string): string[] => {
    const headers = new Headers({ ...secrets, accept: 'x' })
    const followed = redirected({ ...request(method), headers }, 302, new Headers({ location }))
    expect([...headers.keys()]).toHaveLength(4)
    return [...(followed?.headers.keys() ?? [])]
  }

  it.each([
    ['another origin', 'https://elsewhere.example/'],
    ['a subdomain', 'https://sub.api.bando.cool/'],
    ['the parent domain', 'https://bando.cool/'],
    ['another port', 'https://api.bando.cool:8443/'],
    ['the same host without TLS', 'http://api.bando.cool/'],
  ])('does not go to %s, whatever the method', (_, location) => {
    expect(next('GET', location)).toEqual(['accept'])
    expect(next('POST', location)).toEqual(['accept'])
    expect(next('PUT', location)).toEqual(['accept'])
  })

  it('goes on within it', () => {
    expect(next('GET', '/c')).toEqual(['accept', ...Object.keys(secrets)])
  })
})

it.each([
  ['c', 'https://api.bando.cool/a/c'],
  ['?y=2', 'https://api.bando.cool/a/b?y=2'],
  ['//elsewhere.example/c', 'https://elsewhere.example/c'],
  ['http://api.bando.cool/c', 'http://api.bando.cool/c'],
  // The bytes of a header are UTF-8, each a character.
  ['/ma\u00C3\u00B1ana', 'https://api.bando.cool/ma%C3%B1ana'],
  ['\u00C3\u00B1', 'https://api.bando.cool/a/%C3%B1'],
])('goes to %s', (location, expected) => {
  expect(follow('GET', 302, location)?.url.href).toBe(expected)
})

it.each([
  [300, '/c'],
  [304, '/c'],
  [305, '/c'],
  [200, '/c'],
  [302, 'https://'],
  [302, 'data:application/json,{}'],
  [302, 'javascript:alert(1)'],
  [302, 'file:///etc/passwd'],
])('%i to %s is none to follow', (status, location) => {
  expect(follow('GET', status, location)).toBeUndefined()
})

it('without a location is none', () => {
  expect(redirected(request('GET'), 302, new Headers())).toBeUndefined()
})
