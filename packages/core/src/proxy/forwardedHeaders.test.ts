import { expect, it } from 'vitest'
import { headersForApi } from './forwardedHeaders.ts'

it.each([
  'Accept-Language,Prefer,Close',
  'accept-language, prefer',
  'accept-language ,prefer ,close',
  'accept-language  ,  prefer',
])('drops each header that `Connection: %s` names', (connection) => {
  const headers = new Headers({ connection, accept: '*/*', 'accept-language': 'es', prefer: 'wait=1' })
  expect(headersForApi(headers, [])).toEqual({ accept: '*/*' })
})

it('passes on a safe header if `Connection` does not name it', () => {
  const headers = new Headers({ connection: 'close', accept: '*/*', cookie: 'a=b' })
  expect(headersForApi(headers, [])).toEqual({ accept: '*/*' })
})

it('drops a header that is allowed beside the safe ones if `Connection` names it', () => {
  const headers = new Headers({ connection: 'x-trace', 'x-trace': '1', 'x-span': '2' })
  expect(headersForApi(headers, ['x-trace', 'x-span'])).toEqual({ 'x-span': '2' })
})
