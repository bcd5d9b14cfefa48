import type { Situation } from '../Situation.ts'
import { answer } from '../Situation.ts'

const plain = 'Content-Type: text/plain\r\n'
const post =
  (body: BodyInit = 'body') =>
  (): RequestInit => ({ method: 'POST', body })
const reached = answer('reached', plain)

/** What reaches the server. */
export const requests: readonly Situation[] = [
  { name: 'a query byte by byte', path: '?a=%20+%2B&b=é&c=%E9&&=&d', answers: [reached] },
  { name: 'a path byte by byte', path: '/%2f/a%20b/é/;x=1/a|b', answers: [reached] },
  { name: 'dots in a path', path: '/a/./b/../c', answers: [reached] },
  { name: 'a fragment', path: '#there', answers: [reached] },
  {
    name: 'a HEAD',
    init: () => ({ method: 'HEAD' }),
    answers: ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
  },
  { name: 'a method in small letters', init: () => ({ method: 'put', body: 'x' }), answers: [reached] },
  {
    name: 'a method of one’s own',
    init: () => ({ method: 'patch', body: 'x' }),
    answers: [reached],
    only: 'node',
  },
  { name: 'OPTIONS', init: () => ({ method: 'OPTIONS' }), answers: [reached] },
  { name: 'DELETE with a body', init: () => ({ method: 'DELETE', body: 'x' }), answers: [reached] },
  { name: 'a body of text', init: post('é'), answers: [reached] },
  { name: 'a body of parameters', init: post(new URLSearchParams({ a: '1 2' })), answers: [reached] },
  { name: 'a body of bytes', init: post(new Uint8Array([0, 255])), answers: [reached] },
  {
    name: 'a body of a blob with its type',
    init: post(new Blob(['x'], { type: 'a/b' })),
    answers: [reached],
  },
  { name: 'an empty body', init: post(''), answers: [reached] },
  {
    name: 'headers of the request',
    init: () => ({
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
        ['X-Empty', ''],
      ],
    }),
    answers: [reached],
  },
  {
    name: 'a content type of one’s own',
    init: () => ({ ...post('{}')(), headers: { 'content-type': 'application/json' } }),
    answers: [reached],
  },
  {
    name: 'a Request',
    init: () => ({ ...post('x')(), headers: { 'x-a': '1' } }),
    asRequest: true,
    answers: [reached],
  },
  { name: 'a body for a GET', init: () => ({ body: 'x' }), answers: [reached] },
  { name: 'a method that is forbidden', init: () => ({ method: 'TRACE' }), answers: [reached] },
  { name: 'a header that cannot be', init: () => ({ headers: { 'a b': '1' } }), answers: [reached] },
]
