import { runInNewContext } from 'node:vm'
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

describe('of a proxy or a TLS handshake that failed, nothing was sent', () => {
  const failed = (message: string, details: object = {}): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), details) })

  it.each<[string, Error]>([
    [
      'a proxy that refuses CONNECT',
      failed('Request was cancelled.', {
        cause: Object.assign(new Error('Proxy response (403) !== 200 when HTTP Tunneling'), {
          code: 'UND_ERR_ABORTED',
        }),
      }),
    ],
    ['a server that speaks no TLS', failed('wrong version number', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' })],
    ['no common cipher', failed('alert', { code: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' })],
    [
      'a connection that is closed in the handshake',
      failed('Client network socket disconnected before secure TLS connection was established', {
        code: 'ECONNRESET',
      }),
    ],
    [
      'a connection that is reset while it is made',
      failed('reset', { code: 'ECONNRESET', syscall: 'connect' }),
    ],
    ['a certificate for another host', failed('altnames', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
    ['a certificate of an unknown issuer', failed('issuer', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' })],
    [
      'an error of another realm',
      runInNewContext("Object.assign(new Error('x'), { code: 'ECONNREFUSED' })") as Error,
    ],
  ])('%s', (_, failure) => {
    expect(neverConnected(failure)).toBe(true)
  })

  it.each<[string, Error]>([
    ['a connection that is reset later', failed('reset', { code: 'ECONNRESET', syscall: 'read' })],
    [
      'an alert that may come after the request',
      failed('alert', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
    ],
    ['an abort', failed('aborted', { code: 'UND_ERR_ABORTED' })],
  ])('but not of %s', (_, failure) => {
    expect(neverConnected(failure)).toBe(false)
  })
})
