import { hidden, constructed } from '../differences.ts'
import type { Situation } from '../Situation.ts'
import { answer, empty } from '../Situation.ts'

const json = 'Content-Type: application/json\r\n'
const plain = 'Content-Type: text/plain\r\n'
const to = (location: string, status: string): string => empty(`Location: ${location}\r\n`, status)
const reached = answer('reached', plain)

/** What a response offers. */
export const readings: readonly Situation[] = [
  { name: 'clone()', answers: [answer('cloned', plain)], read: 'clone' },
  { name: 'clone() of a clone', answers: [answer('cloned', plain)], read: 'cloneOfClone' },
  {
    name: 'clone() after redirects',
    answers: [to('next', '302 Found'), reached],
    read: 'clone',
    differs: { browser: hidden },
  },
  { name: 'a body that is read twice', answers: [answer('x', plain)], read: 'twice' },
  { name: 'a reader', answers: [answer('read in chunks', plain)], read: 'reader' },
  { name: 'a byte reader', answers: [answer('read by bytes', plain)], read: 'byteReader' },
  { name: 'a body that is iterated', answers: [answer('iterated', plain)], read: 'iterate', only: 'node' },
  { name: 'a body that is cancelled', answers: [answer('cancelled', plain)], read: 'cancel' },
  { name: 'new Response of the body', answers: [answer('copied', plain, '201 Created')], read: 'copy' },
  { name: 'arrayBuffer()', answers: [answer('\u0000\u00FF')], read: 'arrayBuffer' },
  { name: 'bytes()', answers: [answer('\u0000\u00FF')], read: 'bytes' },
  {
    name: 'blob() with its type',
    differs: { browser: constructed({ size: 1, type: 'image/png; a=b' }) },
    answers: [answer('x', 'Content-Type: Image/PNG; A=b\r\n')],
    read: 'blob',
    get: true,
  },
  {
    name: 'formData() of a form',
    answers: [answer('a=1&b=2', 'Content-Type: application/x-www-form-urlencoded\r\n')],
    read: 'formData',
  },
  {
    name: 'formData() in parts',
    answers: [
      answer(
        '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
        'Content-Type: multipart/form-data; boundary=x\r\n',
      ),
    ],
    read: 'formData',
  },
  { name: 'json() of what is not JSON', answers: [answer('<html>', json)], read: 'json' },
  { name: 'json() of nothing', answers: [empty(json)], read: 'json' },
]
