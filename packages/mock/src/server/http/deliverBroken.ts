import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from '../../answers/Answer.ts'
import type { Breakage } from '../../faults/Fault.ts'
import { fieldsOf } from './fieldsOf.ts'

/** Sends a broken response. It writes to the socket, as `node:http` sends only valid ones. */
export function deliverBroken(
  answer: Answer & { readonly body: Uint8Array },
  breakage: Exclude<Breakage, 'drip'>,
  { socket, method }: IncomingMessage,
): void {
  const { length } = answer.body
  // A HEAD gets the same head without a body (RFC 9110 section 9.3.2).
  const body = method === 'HEAD' ? new Uint8Array() : answer.body
  switch (breakage) {
    case 'reset-before':
    case 'reset-after':
      reset(socket)
      return
    case 'drop':
      return
    case 'half':
      socket.end(raw(answer, length, body.subarray(0, body.length / 2)))
      return
    case 'wrong-length':
      socket.end(raw(answer, length + 16, body))
      return
    case 'garbage':
      socket.end('\u0000\u0007 bando? \r\n\r\n')
      return
    case 'duplicate':
      socket.end(Buffer.concat([raw(answer, length, body), raw(answer, length, body)]))
      return
  }
}

/**
 * Resets a connection. A TLS socket cannot be reset, so it ends without TLS's close message, which
 * is an error too.
 */
function reset(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy()
  else socket.resetAndDestroy()
}

function raw({ status, headers, cookies }: Answer, length: number, body: Uint8Array): Buffer {
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`]
  const fields = fieldsOf(headers, cookies, length)
  for (let index = 0; index < fields.length; index += 2) head.push(`${fields[index]}: ${fields[index + 1]}`)
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
}
