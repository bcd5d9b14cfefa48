import { describe, expect, it } from 'vitest'
import type { CallOptions } from '../options/checkCallOptions.ts'
import { toSettings } from '../options/settings.ts'
import { buildRequest } from './buildRequest.ts'

const settings = toSettings({ token: 'bando_good' })

function build(method: string, options: CallOptions = {}, path = '/a') {
  return buildRequest({ settings, credentials: { redact: (text) => text } }, method, path, options)
}

it('a call without options has the defaults', () => {
  const { request, terms } = build('get')
  expect(request).toMatchObject({
    method: 'GET',
    body: undefined,
    template: undefined,
    isRepeatable: true,
    redirect: 'follow',
    fetchOptions: undefined,
  })
  expect(request.headers).toBe(settings.acceptJson)
  expect(terms).toMatchObject({ priority: 'normal', dedupe: true, requireToken: false, maxWaitMs: 30_000 })
})

it.each(['GET', 'HEAD'])('%s takes no body', (method) => {
  expect(() => build(method, { body: 'text' })).toThrow(
    `${method} /a: takes no body, and fetch would send none. Put what it says into query, or use another method.`,
  )
  expect(build('DELETE', { body: 'text' }).request.body).toBe('text')
})

it('the template of a path with parameters is the path without its query', () => {
  const { request } = build('GET', { params: { id: 'b' } }, '/a/{id}?c=d')
  expect([request.template, request.url.pathname]).toEqual(['/a/{id}', '/a/b'])
})

it.each(['high', 'normal', 'low'] as const)('the priority may be %s', (priority) => {
  expect(build('GET', { priority }).terms.priority).toBe(priority)
  expect(() => build('GET', { priority: 'urgent' as 'high' })).toThrow("priority: needs one of 'high'")
})

it('a call keeps its options for the transport, and whether it may be shared', () => {
  expect(build('GET', { fetchOptions: { cache: 'reload' } }).request.fetchOptions).toEqual({
    cache: 'reload',
  })
  expect([undefined, true, false].map((dedupe) => build('GET', { dedupe }).terms.dedupe)).toEqual([
    true,
    true,
    false,
  ])
})

describe('the headers of a call', () => {
  const headersOf = (options: CallOptions): object =>
    Object.fromEntries(build('POST', options).request.headers)

  it('are those of the client if it adds none', () => {
    expect(build('GET', { as: 'json' }).request.headers).toBe(settings.acceptJson)
    expect(build('GET', { as: 'text' }).request.headers).toBe(settings.acceptAny)
  })

  it('say what its body is, its key, and what the caller adds', () => {
    const accept = 'application/json'
    expect(headersOf({ body: { a: 1 } })).toEqual({ accept, 'content-type': 'application/json' })
    expect(headersOf({ body: 'text', headers: { 'x-a': '1' } })).toEqual({ accept, 'x-a': '1' })
    expect(headersOf({ idempotencyKey: 'k' })).toEqual({ accept, 'idempotency-key': 'k' })
    expect(headersOf({ body: {}, headers: { 'content-type': 'text/csv', accept: '*/*' } })).toEqual({
      accept: '*/*',
      'content-type': 'text/csv',
    })
    expect(headersOf({ as: 'blob', headers: { 'x-a': '1' } })).toEqual({ accept: '*/*', 'x-a': '1' })
  })
})
