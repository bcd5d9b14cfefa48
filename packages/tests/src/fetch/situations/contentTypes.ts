import { constructed } from '../differences.ts'
import type { Situation } from '../Situation.ts'
import { answer } from '../Situation.ts'

const json = 'Content-Type: application/json\r\n'
const plain = 'Content-Type: text/plain\r\n'

/** Content types. */
export const contentTypes: readonly Situation[] = [
  {
    name: 'a type with parameters',
    answers: [answer('{"a":1}', 'Content-Type: application/json; charset=utf-8; x="y;z"\r\n')],
    read: 'json',
    get: true,
  },
  {
    name: 'a type of +json',
    answers: [answer('{"a":1}', 'Content-Type: application/problem+json\r\n')],
    read: 'json',
    get: true,
  },
  {
    name: 'a type that is repeated',
    differs: { browser: constructed({ size: 7, type: 'text/plain, application/json' }) },
    answers: [answer('{"a":1}', `${plain}${json}`)],
    read: 'blob',
  },
  { name: 'no type', answers: [answer('x')], read: 'blob', get: true },
]
