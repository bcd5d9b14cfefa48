import { describe, expect, it } from 'vitest'
import { neverConnected } from './neverConnected.ts'

function failure(code: string, syscall?: string): Error {
  return Object.assign(new Error(code), { code, ...(syscall !== undefined && { syscall }) })
}

/** As `fetch` throws it. */
function fetchFailed(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause })
}

describe('no connection was made', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('with %s', (code) => {
    expect(neverConnected(fetchFailed(failure(code)))).toBe(true)
    expect(neverConnected(failure(code))).toBe(true)
  })

  it.each(['connect', 'getaddrinfo'])('where %s says so', (syscall) => {
    expect(neverConnected(fetchFailed(failure('ENETUNREACH', syscall)))).toBe(true)
  })

  it('where all addresses failed so', () => {
    expect(
      neverConnected(fetchFailed(new AggregateError([failure('ECONNREFUSED'), failure('ENETUNREACH')]))),
    ).toBe(true)
  })
})

describe('a connection may have been made', () => {
  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'])(
    'with %s',
    (code) => {
      expect(neverConnected(fetchFailed(failure(code)))).toBe(false)
    },
  )

  it.each(['read', 'write'])('where it was found out by %s', (syscall) => {
    expect(neverConnected(fetchFailed(failure('EHOSTUNREACH', syscall)))).toBe(false)
  })

  it.each<[string, unknown]>([
    [
      'where one of several addresses failed otherwise',
      new AggregateError([failure('ECONNREFUSED'), failure('ECONNRESET')]),
    ],
    ['where no address was tried', new AggregateError([])],
    ['with no cause', new TypeError('Failed to fetch')],
    ['with something that is no error', 'ECONNREFUSED'],
    ['with nothing', undefined],
  ])('%s', (_, error) => {
    expect(neverConnected(error)).toBe(false)
  })

  it('with causes that go round in a circle', () => {
    const circle = new AggregateError([])
    circle.errors.push(circle)
    expect(neverConnected(circle)).toBe(false)
    const loop = new Error('loop')
    loop.cause = loop
    expect(neverConnected(loop)).toBe(false)
  })
})
