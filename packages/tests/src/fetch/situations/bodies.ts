import type { Situation } from '../Situation.ts'
import { answer, empty, utf8 } from '../Situation.ts'

const json = 'Content-Type: application/json\r\n'
const plain = 'Content-Type: text/plain\r\n'
/** "compressed " 20 times, by gzip. */
const gzip = '1f8b08000000000000034bcecf2d284a2d2e4e4d51481e6e4c00a416fae9dc000000'.replaceAll(
  /../g,
  (byte) => String.fromCodePoint(Number.parseInt(byte, 16)),
)

/** Bodies. */
export const bodies: readonly Situation[] = [
  {
    name: 'a body in chunks',
    answers: ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'],
    get: true,
  },
  {
    name: 'a body that comes piece by piece',
    answers: [[`HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n`, 'abc', 'def']],
    get: true,
  },
  {
    name: 'a body until the connection closes',
    answers: ['HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end'],
    get: true,
  },
  { name: 'a compressed body', answers: [answer(gzip, `${plain}Content-Encoding: gzip\r\n`)], get: true },
  {
    name: 'a body that is not compressed as it says',
    answers: [answer('plain', `${plain}Content-Encoding: gzip\r\n`)],
  },
  {
    name: 'a body that breaks off',
    answers: [`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nbroken`],
  },
  {
    name: 'chunks that break off',
    answers: ['HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nbro'],
  },
  { name: 'an empty body with a type', answers: [empty(plain)], get: true },
  { name: 'a byte order mark before text', answers: [answer(utf8('\uFEFFtext'), plain)], get: true },
  {
    name: 'a byte order mark before JSON',
    answers: [answer(utf8('\uFEFF{"a":1}'), json)],
    read: 'json',
    get: true,
  },
  {
    name: 'text in Latin-1',
    answers: [answer('caf\u00E9', 'Content-Type: text/plain; charset=iso-8859-1\r\n')],
    get: true,
  },
  {
    name: 'JSON in UTF-16',
    answers: [answer('\u00FF\u00FE{\u0000}\u0000', `Content-Type: application/json; charset=utf-16\r\n`)],
    read: 'arrayBuffer',
  },
]
