import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Call } from './Call.ts'
import type { Delivery } from './Delivery.ts'
import { deliver } from './deliver.ts'
import { IncomingCall } from './IncomingCall.ts'

/** Where `mock.listen` listens. */
export interface ListenOptions {
  /** @defaultValue 0: any that is free */
  readonly port?: number | undefined
  /** @defaultValue '127.0.0.1' */
  readonly host?: string | undefined
  /** A port of its own for `/_mock`, 0 for any that is free. @defaultValue the API's own port */
  readonly adminPort?: number | undefined
  /** HTTPS, with a certificate made on the spot. @defaultValue false */
  readonly tls?: boolean | undefined
}

/** A running server. */
export interface Listening extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
  /** Where `/_mock` lies: the same as `url`, but for an `adminPort`. */
  readonly adminUrl: string
  /** With `tls`, the certificate to trust, as PEM. */
  readonly certificate?: string
  /** Ends every connection and frees the port. */
  readonly close: () => Promise<void>
}

/** Answers a call, at once where it can. */
export type Respond = (call: Call) => Delivery | Promise<Delivery>

/** What is answered at which door. */
export interface Doors {
  /** The API and `/_mock` alike. */
  readonly all: Respond
  readonly api: Respond
  readonly admin: Respond
}

/** Puts the mock behind a real HTTP/1.1 server. @throws what `node:net` throws, such as `EADDRINUSE` */
export async function listen(doors: Doors, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', adminPort, tls = false } = options
  const servers: ServerMaker = tls
    ? await (await import('./secureServers.ts')).secureServers(host)
    : { create: createServer }
  const { certificate } = servers
  if (adminPort === undefined) {
    const { url, server } = await open(servers, doors.all, { port, host })
    return listeningOn([server], { url, adminUrl: url, certificate })
  }
  const api = await open(servers, doors.api, { port, host })
  try {
    const admin = await open(servers, doors.admin, { port: adminPort, host })
    return listeningOn([api.server, admin.server], { url: api.url, adminUrl: admin.url, certificate })
  } catch (error) {
    await closed(api.server)
    throw error
  }
}

interface ServerMaker {
  /** Of HTTPS servers. */
  readonly certificate?: string
  readonly create: (answer: RequestListener) => Server
}

async function open(
  { certificate, create }: ServerMaker,
  respond: Respond,
  { port, host }: { port: number; host: string },
): Promise<{ url: string; server: Server }> {
  const server = create((incoming, response) => {
    const delivery = respond(new IncomingCall(incoming))
    if (delivery instanceof Promise) void delivery.then((late) => deliver(late, incoming, response))
    else deliver(delivery, incoming, response)
  })
  // A client that says nothing for so long, or trickles its header, gives its connection back.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  await started(server, port, host)
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return { url: `${certificate === undefined ? 'http' : 'https'}://${name}:${address.port}`, server }
}

function listeningOn(
  servers: readonly Server[],
  { url, adminUrl, certificate }: { url: string; adminUrl: string; certificate: string | undefined },
): Listening {
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closed)))
  return {
    url,
    adminUrl,
    port: Number(new URL(url).port),
    ...(certificate !== undefined && { certificate }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
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
