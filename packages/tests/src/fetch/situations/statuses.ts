import { hidden } from '../differences.ts'
import type { Situation } from '../Situation.ts'
import { answer, utf8 } from '../Situation.ts'

const json = 'Content-Type: application/json\r\n'
const plain = 'Content-Type: text/plain\r\n'

/** Status and reason phrase. */
export const statuses: readonly Situation[] = [
  { name: 'a status of 201 with its phrase', answers: [answer('made', plain, '201 Created')], get: true },
  { name: 'no reason phrase', answers: [answer('x', plain, '200 ')], get: true },
  { name: 'a reason phrase in Latin-1', answers: [answer('x', plain, '200 caf\u00E9')], get: true },
  { name: 'a reason phrase beyond Latin-1', answers: [answer('x', plain, `200 ${utf8('żółć')}`)], get: true },
  { name: 'a 403 with a reason phrase beyond Latin-1', answers: [answer('x', plain, `403 ${utf8('żółć')}`)] },
  { name: 'a status above 599', answers: [answer('x', plain, '600 Beyond')] },
  { name: 'a status of 999', answers: [answer('x', plain, '999 Denied')] },
  { name: 'a 204', answers: ['HTTP/1.1 204 No Content\r\n\r\n'], get: true },
  { name: 'a 205', answers: ['HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n'] },
  {
    name: 'a 206',
    answers: [answer('x', 'Content-Range: bytes 0-0/9\r\n', '206 Partial Content')],
    get: true,
  },
  { name: 'a 300 without a location', answers: [answer('choose', plain, '300 Multiple Choices')] },
  { name: 'a 304', answers: ['HTTP/1.1 304 Not Modified\r\n\r\n'] },
  {
    name: 'a 302 without a location',
    answers: [answer('nowhere', plain, '302 Found')],
    differs: { browser: hidden },
  },
  { name: 'a 404 with a body', answers: [answer('{"a":1}', json, '404 Not Found')], read: 'json' },
  { name: 'a 410', answers: [answer('gone', plain, '410 Gone')] },
  { name: 'a 500', answers: [answer('failed', plain, '500 Internal Server Error')] },
  {
    name: 'early hints before the answer',
    answers: [`HTTP/1.1 103 Early Hints\r\n\r\n${answer('x', plain)}`],
    get: true,
  },
]
