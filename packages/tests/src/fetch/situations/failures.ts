import { network, constructed } from '../differences.ts'
import type { Situation } from '../Situation.ts'
import { answer } from '../Situation.ts'

const plain = 'Content-Type: text/plain\r\n'
const reached = answer('reached', plain)

/** Aborts and failures. */
export const failures: readonly Situation[] = [
  { name: 'an abort before', abort: 'before', answers: [reached] },
  { name: 'an abort while the head is awaited', abort: 'during', answers: [[]] },
  {
    name: 'an abort while the body arrives',
    abort: 'after',
    differs: { browser: constructed({ failed: 'TypeError' }) },
    answers: [['HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx', '']],
  },
  { name: 'a connection that is closed without an answer', answers: [''], differs: { all: network } },
  {
    name: 'an answer that is not HTTP',
    answers: ['nonsense\r\n\r\n'],
    differs: { all: network },
    only: 'node',
  },
  {
    name: 'two different lengths',
    answers: ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    differs: { all: network },
  },
]
