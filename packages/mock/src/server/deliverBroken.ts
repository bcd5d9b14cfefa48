import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from '../answers/Answer.ts'
import type { Breakage } from '../faults/Fault.ts'
import { fieldsOf } from './fieldsOf.ts'
import { dripMs } from './fetchShell.ts'

/** Sends an answer that goes wrong, past `node:http`, which would not let it. */
export function deliverBroken(
  answer: Answer,
  breakage: Breakage,
  { incoming, response }: { incoming: IncomingMessage; response: ServerResponse },
): void {
  const { socket } = incoming
  const { length, body } = bytesOf(answer, incoming.method === 'HEAD')
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
    case 'drip':
      response.writeHead(answer.status, fieldsOf(answer.headers, answer.cookies, length))
      if (body.length > 0) drip(body, response)
      else response.end()
      return
  }
}

/** A TLS socket cannot be reset; it ends without TLS's own goodbye, which is no proper end either. */
function reset(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy()
  else socket.resetAndDestroy()
}

/** RFC 9110 section 9.3.2: to a HEAD the same head, and no body that could break. */
function bytesOf({ body }: Answer, headOnly: boolean): { length: number; body: Buffer } {
  const bytes = body instanceof ReadableStream ? Buffer.alloc(0) : Buffer.from(body ?? '')
  return { length: bytes.length, body: headOnly ? Buffer.alloc(0) : bytes }
}

function raw({ status, headers, cookies }: Answer, length: number, body: Buffer): Buffer {
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`]
  const fields = fieldsOf(headers, cookies, length)
  for (let index = 0; index < fields.length; index += 2) head.push(`${fields[index]}: ${fields[index + 1]}`)
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
}

function drip(body: Buffer, response: ServerResponse): void {
  let sent = 0
  const timer = setInterval(() => {
    if (sent < body.length) return response.write(body.subarray(sent, ++sent))
    clearInterval(timer)
    response.end()
    return true
  }, dripMs)
  // Heard from the response: its connection outlives it, and would gather listeners.
  response.once('close', () => clearInterval(timer))
}
