import { expect, it } from 'vitest'
import { noResponseAttributes, requestAttributes, responseAttributes } from './attributes.ts'

it.each([
  ['https://api.bando.cool/coolness', 'api.bando.cool', 443],
  ['http://localhost/coolness', 'localhost', 80],
  ['https://api.bando.cool:8443/coolness', 'api.bando.cool', 8443],
  ['http://127.0.0.1:3000/', '127.0.0.1', 3000],
])('a request to %s goes to the address %s and the port %i', (url, address, port) => {
  expect(requestAttributes('PUT', url)).toEqual({
    'http.request.method': 'PUT',
    'server.address': address,
    'server.port': port,
  })
})

const event = {
  id: 1,
  method: 'GET',
  url: 'https://api.bando.cool/coolness',
  credential: undefined,
  attempt: 1,
  durationMs: 1,
}

it.each([200, 302, 399])('the status %i is no error', (status) => {
  expect(responseAttributes({ ...event, status })).toEqual({ 'http.response.status_code': status })
})

it.each([400, 429, 503])('the status %i is an error', (status) => {
  expect(responseAttributes({ ...event, status })).toEqual({
    'http.response.status_code': status,
    'error.type': String(status),
  })
})

it.each([
  [true, 'noResponse'],
  [false, 'unsent'],
])('a request without a response, with `sent` %s, has the error type %s', (sent, type) => {
  expect(noResponseAttributes({ ...event, sent })).toEqual({ 'error.type': type })
})
