import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { situations } from './situations.ts'
import { answer } from './Situation.ts'

/** One request as it was received. */
export interface Received {
  readonly line: string
  readonly headers: readonly string[]
  readonly body: string
}

export interface RawServer extends AsyncDisposable {
  readonly origin: string
}

/** A TCP server that writes each situation's responses byte by byte, and records the requests. */
export async function rawServer(elsewhere?: string): Promise<RawServer> {
  const received = new Map<string, Received[]>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    void serve(socket, (request) => reply(socket, request, { origin: originOf(server), elsewhere, received }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: originOf(server),
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function serve(socket: Socket, handle: (request: Received) => Promise<void>): Promise<void> {
  let text = ''
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      text += chunk.toString('latin1')
      for (let parsed = parse(text); parsed; parsed = parse(text)) {
        text = text.slice(parsed.length)
        await handle(parsed.request)
      }
    }
  } catch {
    socket.destroy()
  }
}

/** Returns the first whole request in the text. */
function parse(text: string): { request: Received; length: number } | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [line = '', ...headers] = text.slice(0, end).split('\r\n')
  const valueOf = (name: string): string | undefined =>
    headers.find((header) => header.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2)
  const start = end + 4
  const isChunked = valueOf('transfer-encoding') === 'chunked'
  const length = isChunked
    ? text.indexOf('0\r\n\r\n', start) + 5
    : start + Number(valueOf('content-length') ?? 0)
  if (length < start || text.length < length) return undefined
  return { request: { line, headers, body: text.slice(start, length) }, length }
}

interface Place {
  readonly origin: string
  readonly elsewhere: string | undefined
  readonly received: Map<string, Received[]>
}

async function reply(socket: Socket, request: Received, place: Place): Promise<void> {
  const [, target = ''] = request.line.split(' ')
  const [, index = '', run = ''] = target.split(/[/?]/)
  if (index === 'page') return write(socket, answer('<!doctype html>', 'Content-Type: text/html\r\n'))
  if (index === 'plain') return write(socket, answer('elsewhere', 'Access-Control-Allow-Origin: *\r\n'))
  if (index === 'log') return write(socket, answer(JSON.stringify(place.received.get(target.slice(5)) ?? [])))
  const situation = situations[Number(index)]
  if (situation === undefined) return write(socket, answer('', '', '404 Not Found'))
  const key = `${index}/${run}`
  const before = place.received.get(key) ?? []
  place.received.set(key, [...before, request])
  const raw = situation.answers[Math.min(before.length, situation.answers.length - 1)] ?? ''
  const filled = (bytes: string): string =>
    bytes
      .replaceAll('{path}', `/${key}`)
      .replaceAll('{here}', place.origin)
      .replaceAll('{elsewhere}', place.elsewhere ?? '')
      .replaceAll('{elsewhereHost}', (place.elsewhere ?? '').replace(/^http:/, ''))
  if (typeof raw === 'string') return write(socket, filled(raw))
  for (const piece of raw) {
    await new Promise((resolve) => socket.write(filled(piece), 'latin1', resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** A response that is incomplete ends with its connection. */
function write(socket: Socket, bytes: string): Promise<void> {
  // The body of a log may tell of a request with this header.
  const [head = ''] = bytes.split('\r\n\r\n', 1)
  const isLast = !head.startsWith('HTTP/') || /connection: close/i.test(head)
  return new Promise((resolve) => {
    if (isLast) socket.end(bytes, 'latin1', resolve)
    else socket.write(bytes, 'latin1', () => resolve())
  })
}
