import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from '../answers/Answer.ts'
import type { Breakage } from '../faults/Fault.ts'
import { dripMs } from './fetchShell.ts'

/** Sends an answer that goes wrong, past `node:http`, which would not let it. */
export function deliverBroken(
  answer: Answer,
  breakage: Breakage,
  { incoming, response }: { incoming: IncomingMessage; response: ServerResponse },
): void {
  const { socket } = incoming
  const body = bytesOf(answer)
  switch (breakage) {
    case 'reset-before':
    case 'reset-after':
      socket.resetAndDestroy()
      return
    case 'drop':
      return
    case 'half':
      socket.end(raw(answer, body.length, body.subarray(0, body.length / 2)))
      return
    case 'wrong-length':
      socket.end(raw(answer, body.length + 16, body))
      return
    case 'garbage':
      socket.end('\u0000\u0007 bando? \r\n\r\n')
      return
    case 'duplicate':
      socket.end(Buffer.concat([raw(answer, body.length, body), raw(answer, body.length, body)]))
      return
    case 'drip':
      response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length })
      drip(body, response, socket)
      return
  }
}

function bytesOf({ body }: Answer): Buffer {
  return body instanceof ReadableStream ? Buffer.alloc(0) : Buffer.from(body ?? '')
}

function raw({ status, headers }: Answer, length: number, body: Buffer): Buffer {
  const fields = Object.entries({ ...headers, 'Content-Length': String(length) })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
}

function drip(body: Buffer, response: ServerResponse, socket: Socket): void {
  let sent = 0
  const timer = setInterval(() => {
    if (sent < body.length) return response.write(body.subarray(sent, ++sent))
    clearInterval(timer)
    response.end()
    return true
  }, dripMs)
  socket.once('close', () => clearInterval(timer))
}
