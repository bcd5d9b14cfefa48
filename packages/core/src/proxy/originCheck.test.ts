import { describe, expect, it } from 'vitest'
import { isPreflight, preflightResponse, sourceOf } from './originCheck.ts'

const listed = new Set(['https://other.example'])
const asks = { 'access-control-request-method': 'POST' }
const from = { origin: 'https://other.example' }

function request(headers: Record<string, string>, method = 'OPTIONS'): Request {
  return new Request('https://shop.example/bando/', { method, headers })
}

describe('the source of a request', () => {
  it.each<[string, Record<string, string>]>([
    ['of a page of the same origin, by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
    ['of an address that was typed', { 'sec-fetch-site': 'none' }],
    ['without Origin and Sec-Fetch-Site', {}],
    ['whose Origin has the host of the URL', { origin: 'https://shop.example' }],
    ['whose Origin has the host of `Host`', { origin: 'https://a.example', host: 'a.example' }],
  ])('%s is the same site', (_, headers) => {
    expect(sourceOf(request(headers), listed)).toEqual({ kind: 'same' })
  })

  it.each<[string, Record<string, string>]>([
    ['from another site, by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sibling, by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
    ['whose Origin has another host', { origin: 'https://evil.example' }],
    ['whose Origin is opaque', { origin: 'null' }],
  ])('%s is foreign', (_, headers) => {
    expect(sourceOf(request(headers), listed)).toEqual({ kind: 'foreign' })
  })

  it('from a listed origin is that origin, whatever Sec-Fetch-Site says', () => {
    const source = sourceOf(request({ ...from, 'sec-fetch-site': 'cross-site' }), listed)
    expect(source).toEqual({ kind: 'listed', origin: 'https://other.example' })
  })
})

describe('a preflight', () => {
  it('is an OPTIONS request with Origin and Access-Control-Request-Method', () => {
    expect(isPreflight(request({ ...from, ...asks }))).toBe(true)
  })

  it.each<[string, Record<string, string>, string]>([
    ['a GET', { ...from, ...asks }, 'GET'],
    ['an OPTIONS request without Origin', asks, 'OPTIONS'],
    ['an OPTIONS request that asks for no method', from, 'OPTIONS'],
    ['a GET of another origin', from, 'GET'],
    ['an OPTIONS request without either header', {}, 'OPTIONS'],
  ])('is not %s', (_, headers, method) => {
    expect(isPreflight(request(headers, method))).toBe(false)
  })

  it('may be remembered for ten minutes', () => {
    const { headers } = preflightResponse(request({ ...from, ...asks }))
    expect(headers.get('access-control-max-age')).toBe('600')
  })

  it('that asks for no headers is told of none', () => {
    const { headers } = preflightResponse(request({ ...from, ...asks }))
    expect(headers.has('access-control-allow-headers')).toBe(false)
  })
})
