import { hidden, network, forbidden } from '../differences.ts'
import type { Situation } from '../Situation.ts'
import { answer, empty, utf8 } from '../Situation.ts'

const plain = 'Content-Type: text/plain\r\n'
const post =
  (body: BodyInit = 'body') =>
  (): RequestInit => ({ method: 'POST', body })
const to = (location: string, status: string): string => empty(`Location: ${location}\r\n`, status)
const reached = answer('reached', plain)

const byStatus: Situation[] = [301, 302, 303, 307, 308].flatMap((status) => [
  {
    name: `${status} of a GET`,
    answers: [to('next', `${status} Moved`), reached],
    differs: { browser: hidden },
    get: true,
  },
  {
    name: `${status} of a POST`,
    init: post(),
    answers: [to('next', `${status} Moved`), reached],
    differs: { browser: hidden },
  },
])

/** Redirects. */
export const redirects: readonly Situation[] = [
  ...byStatus,
  {
    name: 'a redirect to an absolute path',
    answers: [to('{path}/next?x=1', '302 Found'), reached],
    differs: { browser: hidden },
    get: true,
  },
  {
    name: 'a redirect to a whole URL',
    answers: [to('{here}{path}/next', '302 Found'), reached],
    differs: { browser: hidden },
    get: true,
  },
  {
    name: 'a redirect to another origin',
    answers: [to('{elsewhere}/plain', '302 Found')],
    differs: { browser: hidden },
    get: true,
  },
  {
    name: 'a redirect without a scheme',
    answers: [to('{elsewhereHost}/plain', '302 Found')],
    differs: { browser: hidden },
  },
  {
    name: 'a redirect to a query alone',
    answers: [to('?y=2', '302 Found'), reached],
    differs: { browser: hidden },
  },
  {
    name: 'a redirect with encoded bytes',
    answers: [to('n%C3%A9xt%20%2F', '302 Found'), reached],
    differs: { browser: hidden },
  },
  {
    name: 'a redirect with raw bytes',
    answers: [to(utf8('néxt ż'), '302 Found'), reached],
    differs: { browser: hidden },
  },
  {
    name: 'a redirect with a fragment',
    answers: [to('next#there', '302 Found'), reached],
    differs: { browser: hidden },
  },
  {
    name: 'a redirect of a URL with a fragment',
    path: '#here',
    answers: [to('next', '302 Found'), reached],
    differs: { browser: hidden },
  },
  {
    name: 'three redirects',
    answers: [to('a', '301 Moved'), to('b', '302 Found'), to('c', '307 Moved'), reached],
    differs: { browser: hidden },
    get: true,
  },
  { name: 'redirects without end', answers: [to('on', '302 Found')], differs: { all: forbidden } },
  {
    name: 'a redirect to nowhere',
    answers: [to('http://', '302 Found')],
    differs: { node: forbidden, browser: network },
  },
  {
    name: 'a redirect to data:',
    answers: [to('data:text/plain,x', '302 Found')],
    differs: { all: forbidden },
  },
  {
    name: 'redirect: manual',
    init: () => ({ redirect: 'manual' }),
    answers: [to('next', '302 Found'), reached],
  },
  {
    name: 'redirect: error',
    init: () => ({ redirect: 'error' }),
    answers: [to('next', '302 Found'), reached],
    differs: { all: forbidden },
  },
]
