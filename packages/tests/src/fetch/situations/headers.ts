import type { Situation } from '../Situation.ts'
import { answer, utf8 } from '../Situation.ts'

const plain = 'Content-Type: text/plain\r\n'

/** Headers of the response. */
export const headers: readonly Situation[] = [
  { name: 'a repeated header', answers: [answer('x', 'A: 1\r\nB: 2\r\nA: 3\r\n')], get: true },
  { name: 'several cookies', answers: [answer('x', 'Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n')], get: true },
  { name: 'an empty header', answers: [answer('x', 'Empty:\r\nSpaces:   \r\n')], get: true },
  {
    name: 'a header with spaces around and inside',
    answers: [answer('x', 'Spaced:  a  b  \r\n')],
  },
  { name: 'a header in Latin-1', answers: [answer('x', 'Odd: caf\u00E9\r\n')], get: true },
  { name: 'a header in UTF-8', answers: [answer('x', `Odd: ${utf8('ż')}\r\n`)], get: true },
  { name: 'headers that cannot be changed', answers: [answer('x', plain)], read: 'none' },
]
