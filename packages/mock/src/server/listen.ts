import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Answer } from '../answers/Answer.ts'
import type { Call } from './Call.ts'
import type { Delivery } from './Delivery.ts'
import { deliverBroken } from './deliverBroken.ts'
import { IncomingCall } from './IncomingCall.ts'

/** Where `mock.listen` listens. */
export interface ListenOptions {
  /** @defaultValue 0: any that is free */
  readonly port?: number
  /** @defaultValue '127.0.0.1' */
  readonly host?: string
}

/** A running server. */
export interface Listening extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
  /** Ends every connection and frees the port. */
  readonly close: () => Promise<void>
}

/** Puts the mock behind a real HTTP/1.1 server. @throws what `node:net` throws, such as `EADDRINUSE` */
export async function listen(
  respond: (call: Call) => Delivery | Promise<Delivery>,
  { port = 0, host = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  const server = createServer((incoming, response) => {
    const delivery = respond(new IncomingCall(incoming))
    if (delivery instanceof Promise) void delivery.then((late) => deliver(late, incoming, response))
    else deliver(delivery, incoming, response)
  })
  // A client that says nothing for so long, or trickles its header, gives its connection back.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  await started(server, port, host)
  const address = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return { url: `http://${name}:${address.port}`, port: address.port, close, [Symbol.asyncDispose]: close }
}

function started(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function deliver({ answer, breakage }: Delivery, incoming: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed) return
  if (breakage !== undefined) return deliverBroken(answer, breakage, { incoming, response })
  send(answer, incoming.method === 'HEAD', response)
}

function send({ status, headers, body }: Answer, headOnly: boolean, response: ServerResponse): void {
  if (body instanceof ReadableStream) {
    response.writeHead(status, headers)
    // Ends with the connection: a reader that has gone is no failure.
    pipeline(Readable.fromWeb(body as NodeReadableStream), response).catch(() => response.destroy())
    return
  }
  const length = body === null ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length
  response.writeHead(
    status,
    status === 204 || status === 304 ? headers : { ...headers, 'Content-Length': length },
  )
  if (body === null || headOnly) response.end()
  else response.end(body)
}
