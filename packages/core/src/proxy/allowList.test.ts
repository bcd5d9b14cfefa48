import { describe, expect, it } from 'vitest'
import { BandoConfigError } from '../index.ts'
import { allowList } from './allowList.ts'
import { setUpProxy } from './setUpProxy.testing.ts'

describe('what is sent for a path that is allowed', () => {
  it.each([
    ['/bando/api/v1/products/grouped/', '/api/v1/products/grouped/'],
    ['/bando/api/v1/products/grouped', '/api/v1/products/grouped/'],
    [
      '/bando/api/v1/products/grouped/?country=MX&type=esim',
      '/api/v1/products/grouped/?country=MX&type=esim',
    ],
    ['/bando/api/v1/%70roducts/grouped/', '/api/v1/products/grouped/'],
    ['/bando/api/v1/wallets/0xAb12/', '/api/v1/wallets/0xAb12/'],
    ['/bando/api/v1/wallets/a%20b/transactions/7', '/api/v1/wallets/a%20b/transactions/7/'],
    ['/bando/api/v1/wallets/%C3%A4/', '/api/v1/wallets/%C3%A4/'],
    ['/bando/api/v1/wallets/a;b/', '/api/v1/wallets/a%3Bb/'],
    ['/bando/x/../api/v1/products/grouped/', '/api/v1/products/grouped/'],
  ])('%s', async (target, sent) => {
    const { ask, requests } = setUpProxy()
    expect((await ask(target)).status).toBe(200)
    expect(requests.map(({ url }) => url.href)).toEqual([`https://api.bando.cool${sent}`])
  })
})

const grouped = '/bando/api/v1/products/grouped/'

describe('nothing is sent, and the answer is 404, for', () => {
  it.each([
    '/',
    '/bando',
    '/bando/',
    '/bando/api/v1/',
    '/api/v1/products/grouped/',
    '/BANDO/api/v1/products/grouped/',
    '/bandoapi/v1/products/grouped/',
    '/bando/api/v1/products/',
    '/bando/api/v1/Products/grouped/',
    '/bando/api/v1/products/grouped/more/',
    '/bando/api/v1/products/grouped//',
    '/bando//api/v1/products/grouped/',
    '/bando/api//v1/products/grouped/',
    '//bando/api/v1/products/grouped/',
    '/bando/./secret/',
    '/bando/api/v1/products/grouped/../../tokens/',
    '/bando/api/v1/products/grouped/%2e%2e/',
    '/bando/api/v1/products/grouped/.%2e/tokens/',
    '/bando/api/v1/wallets/../tokens/',
    '/bando/api/v1/wallets/%2e%2e/',
    '/bando/api/v1/wallets/%2E./',
    '/bando/api/v1/wallets/./',
    '/bando/api/v1/wallets/..%2ftokens/',
    '/bando/api/v1/wallets/a%2fb/',
    '/bando/api/v1/wallets/a%2Fb/',
    '/bando/api/v1/wallets/a%5cb/',
    '/bando/api/v1/wallets/a%5Cb/',
    '/bando/api/v1/wallets/a\\b/',
    '/bando\\api\\v1\\tokens\\',
    '/bando/api/v1/wallets/%252e%252e/',
    '/bando/api/v1/wallets/%252fadmin/',
    '/bando/api/v1/wallets/%25252e/',
    '/bando/api/v1/wallets/a%25b/',
    '/bando/api/v1/wallets/a%00b/',
    '/bando/api/v1/wallets/a%0d%0aX-Evil:%201/',
    '/bando/api/v1/wallets/a%0ab/',
    '/bando/api/v1/wallets/a%7fb/',
    '/bando/api/v1/wallets/a%09b/',
    '/bando/api/v1/wallets/%c0%ae%c0%ae/',
    '/bando/api/v1/wallets/%ff/',
    '/bando/api/v1/wallets/%/',
    '/bando/api/v1/wallets/%zz/',
    '/bando/api/v1/wallets/%e2%80/',
    '/bando/api/v1/wallets//',
    '/bando/api/v1/wallets/a//transactions/7/',
    '/bando/api/v1/wallets/a/transactions//',
    '/bando/api/v1/wallets/a/transactions/7/8/',
    '/bando/api/v1/wallets/a/transactions/%2e/',
    '/bando/api/v1/products%2fgrouped/',
    '/bando/api%2fv1%2fproducts%2fgrouped/',
    '/bando/https:/evil.example/',
    '/bando/https://evil.example/',
    '/bando/%68ttps:%2f%2fevil.example/',
    '/bando///evil.example/',
    '/bando/@evil.example/',
    '/bando/..;/api/v1/tokens/',
    '/bando/api/v1/..;/products/grouped/',
    '/bando/api/v1/products/grouped;x=1/',
    '/bando/api/v1/products/grouped.json',
    '/bando/api/v1/products/grouped%20/',
    '/bando/api/v1/products/grouped%E2%80%8B/',
    '/bando/api/v1/products/ｇrouped/',
  ])('%s', async (target) => {
    const { ask, requests } = setUpProxy()
    expect((await ask(target)).status).toBe(404)
    expect(requests).toEqual([])
  })

  it.each([
    ['a method that is not allowed', 'DELETE', {}],
    ['a method in small letters, which fetch leaves as it is', 'patch', {}],
    ['a method of ones own', 'PURGE', {}],
    ['HEAD, if only GET is allowed', 'HEAD', {}],
    ['a preflight without listed origins', 'OPTIONS', {}],
    ['a POST that says it is a GET', 'POST', { 'x-http-method-override': 'GET' }],
    ['a PUT that says it is a GET', 'PUT', { 'x-method-override': 'GET' }],
  ])('%s', async (_, method, headers) => {
    const { ask, requests } = setUpProxy()
    expect((await ask(grouped, { method, headers })).status).toBe(404)
    expect(requests).toEqual([])
  })
})

it('takes the method from the request alone', async () => {
  const { ask, requests } = setUpProxy()
  await ask(grouped, { headers: { 'x-http-method-override': 'DELETE', 'x-http-method': 'PUT' } })
  expect(requests.map(({ method }) => method)).toEqual(['GET'])
})

it.each([
  ['GET', '/bando'],
  ['get /a/', '/bando'],
  ['GET a/', ''],
  ['GET /a//b/', ''],
  ['GET /a/../b/', ''],
  ['/a/', ''],
  ['x GET /a/', ''],
  ['GET /a/ b', ''],
])('refuses the template %j', (template, basePath) => {
  expect(() => allowList([template], basePath)).toThrow(BandoConfigError)
  expect(() => allowList([template], basePath)).toThrow(JSON.stringify(template))
})

it('allows a root path', () => {
  expect(allowList(['GET /'], '')('GET', '/')).toEqual({ method: 'GET', path: '/' })
  expect(allowList(['GET /'], '/b')('GET', '/b/')).toEqual({ method: 'GET', path: '/' })
})

it('sends the path with a slash at its end only if the template has one', () => {
  expect(allowList(['GET /a'], '')('GET', '/a/')).toEqual({ method: 'GET', path: '/a' })
  expect(allowList(['GET /a/'], '')('GET', '/a')).toEqual({ method: 'GET', path: '/a/' })
})

it.each(['/%2f', '/%2e', '/..', '/%', '//'])('does not take %s for the root path', (pathname) => {
  expect(allowList(['GET /'], '')('GET', pathname)).toBeUndefined()
})
